package io.echosdk.api.biometric;

import io.echosdk.api.EchoException;
import java.util.Objects;

/** Something was about to be done that the participant does not allow. Names nobody. */
public final class ConsentException extends EchoException {

  private static final long serialVersionUID = 1L;

  /** Why it is not allowed. */
  public enum Reason {
    /** Nobody allowed it yet. */
    NOT_GIVEN("it was never given", "ask the participant"),
    /** It was allowed and taken back. */
    TAKEN_BACK("it was taken back", "respect that; only a new grant opens it again"),
    /** It was allowed for a time that is over. */
    EXPIRED("its time is over", "ask the participant again"),
    /** It was allowed by a text that is no longer the one in force. */
    OTHER_TEXT(
        "it was given to another text than the one in force", "show the new text and ask again"),
    /** Whether it was taken back cannot be known now. */
    UNKNOWN(
        "the ledger that would tell if it was taken back cannot be read",
        "make the ledger's file readable again");

    private final String problem;
    private final String remedy;

    Reason(String problem, String remedy) {
      this.problem = problem;
      this.remedy = remedy;
    }
  }

  private final Purpose purpose;
  private final Reason reason;

  /** Creates the error from what is not allowed and why. */
  public ConsentException(Purpose purpose, Reason reason) {
    super(
        "there is no consent to "
            + purpose.words()
            + " ("
            + purpose
            + "), because "
            + reason.problem,
        reason.remedy,
        null);
    this.purpose = purpose;
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns what is not allowed. */
  public Purpose purpose() {
    return purpose;
  }

  /** Returns why not. */
  public Reason reason() {
    return reason;
  }
}
