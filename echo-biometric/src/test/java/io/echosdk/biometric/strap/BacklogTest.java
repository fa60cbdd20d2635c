package io.echosdk.biometric.strap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void whatAStrapKeptFromBeforeTheLinkIsLeftOut() {
    int[] nine = {1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024};
    assertThat(Backlog.first(nine, SECOND)).isEqualTo(6); // one second, and two of slack
    assertThat(Backlog.first(nine, 60 * SECOND)).isZero();
  }

  @Test
  void onePacketOfAnOldLinkIsTakenWhole() {
    assertThat(Backlog.first(new int[] {900, 900}, 100 * SECOND)).isZero();
    assertThat(Backlog.first(new int[0], 0)).isZero();
  }
}
