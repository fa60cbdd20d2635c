package io.echosdk.gpu;

/** Whether pictures are kept from flashing faster than is safe for photosensitive viewers. */
public enum FlashSafety {
  /**
   * Never more than three flashes, general or red, in any second (WCAG 2.3.1). Pictures that would
   * not break the rule are left untouched.
   */
  ON,
  /** Pictures are delivered as they are drawn. The embedder answers for them. */
  OFF
}
