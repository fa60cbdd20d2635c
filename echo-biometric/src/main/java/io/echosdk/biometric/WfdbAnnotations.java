package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.input.WfdbAnnotationReader;
import java.nio.file.Path;
import java.util.List;

/**
 * What experts wrote beside a recording: annotations of WFDB in the MIT format (.atr and others).
 *
 * <p>Source: WFDB Applications Guide, annot(5).
 *
 * @param annotations in the order of the file
 */
public record WfdbAnnotations(List<Annotation> annotations) {

  /** Copies the list. */
  public WfdbAnnotations {
    annotations = List.copyOf(annotations);
  }

  /**
   * One mark.
   *
   * @param sample where it is, in samples of the annotated recording
   * @param code what it says, as numbered by WFDB
   * @param subtype a further number, for this mark alone
   * @param channel which signal it belongs to
   * @param number a number of the annotator's own
   * @param text what was written to it, empty if nothing was
   */
  public record Annotation(
      long sample, int code, int subtype, int channel, int number, String text) {

    /** The code that begins ventricular flutter or fibrillation. */
    public static final int FLUTTER_BEGINS = 32;

    /** The code that ends ventricular flutter or fibrillation. */
    public static final int FLUTTER_ENDS = 33;

    private static final int NORMAL = 1;

    /** Codes of beats: 1-13, 25 (bundle branch block), 30, 34, 35, 38, 41. */
    private static final long BEATS =
        0b11_1111_1111_1110L | 1L << 25 | 1L << 30 | 1L << 34 | 1L << 35 | 1L << 38 | 1L << 41;

    /** Makes a mark that says nothing more. */
    public Annotation(long sample, int code) {
      this(sample, code, 0, 0, 0, "");
    }

    /** Returns whether a heart beat is marked, of whatever kind. */
    public boolean beat() {
      return code >= 0 && code < 64 && (BEATS >> code & 1) != 0;
    }

    /** Returns whether a normal beat is marked. */
    public boolean normalBeat() {
      return code == NORMAL;
    }
  }

  /**
   * Reads a file of annotations.
   *
   * @throws BiometricException if it is missing or breaks off
   */
  public static WfdbAnnotations read(Path file) {
    return new WfdbAnnotations(WfdbAnnotationReader.read(file, Annotation::new));
  }
}
