package io.echosdk.api.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoException;
import io.echosdk.api.biometric.ConsentException.Reason;
import org.junit.jupiter.api.Test;

final class ConsentExceptionTest {

  @Test
  void namesThePurposeTheReasonAndTheWayOut() {
    EchoException error = new ConsentException(Purpose.MINT, Reason.TAKEN_BACK);
    assertThat(error)
        .hasMessage(
            "there is no consent to mint from a peak (MINT), because it was taken back: respect"
                + " that; only a new grant opens it again");
  }

  @Test
  void gateLetsOnlyThroughWhatIsAllowed() {
    ConsentGate gate = purpose -> purpose == Purpose.SHARE;
    assertThatCode(() -> gate.require(Purpose.SHARE)).doesNotThrowAnyException();
    assertThatThrownBy(() -> gate.require(Purpose.RESEARCH))
        .isInstanceOfSatisfying(
            ConsentException.class,
            e -> {
              assertThat(e.purpose()).isEqualTo(Purpose.RESEARCH);
              assertThat(e.reason()).isEqualTo(Reason.NOT_GIVEN);
            });
  }
}
