package io.echosdk.biometric.input;

/** A place of an XDF file that makes no sense; reading goes on behind the next boundary. */
final class XdfDamage extends Exception {

  private static final long serialVersionUID = 1L;

  private final String problem;

  XdfDamage(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
