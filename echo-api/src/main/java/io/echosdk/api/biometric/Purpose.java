package io.echosdk.api.biometric;

/** What a person may allow to be done with the signals of their body; each by itself. */
public enum Purpose {
  /** To make meaning of the signals at all, for the participant's own eyes and ears. */
  VISUALISE("make meaning of the body's signals"),
  /** To give derived values, never samples, to others in a room. */
  SHARE("share values with others"),
  /** To keep the samples. */
  RECORD("record the body's signals"),
  /** To judge whether the body is aroused. */
  INFER_AROUSAL("infer arousal"),
  /** To let a peak trigger a mint. */
  MINT("mint from a peak"),
  /** To use recordings for research. */
  RESEARCH("use recordings for research");

  private final String words;

  Purpose(String words) {
    this.words = words;
  }

  /** Returns what is allowed, as it follows "consent to" in a sentence. */
  public String words() {
    return words;
  }
}
