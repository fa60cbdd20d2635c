package io.echosdk.api.visual;

/** How a picture's bytes are laid out. */
public enum PixelFormat {
  /**
   * BT.709 limited range: a plane of luma, then a plane of U and V interleaved, each for 2x2
   * pixels.
   */
  NV12,
  /** One plane, four bytes a pixel: red, green, blue, straight alpha. */
  RGBA8
}
