package io.echosdk.biometric.input;

import java.io.EOFException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads annotations of WFDB in the MIT format: 16-bit little-endian words of a 6-bit code above a
 * 10-bit distance to the annotation before; the codes 59 to 63 carry longer distances, attributes
 * and text, a zero word ends the file.
 *
 * <p>Source: WFDB Applications Guide, annot(5).
 */
public final class WfdbAnnotationReader {

  private static final int SKIP = 59;
  private static final int NUM = 60;
  private static final int SUB = 61;
  private static final int CHANNEL = 62;
  private static final int TEXT = 63;

  private WfdbAnnotationReader() {}

  /** Makes the caller's value of an annotation. */
  @FunctionalInterface
  public interface Maker<T> {

    /** Makes one from its sample and its code. */
    T make(long sample, int code);
  }

  /** Reads all annotations of a file. */
  public static <T> List<T> read(Path file, Maker<T> maker) {
    List<T> annotations = new ArrayList<>();
    try (ByteInput in = new ByteInput(file)) {
      try {
        readAll(in, annotations, maker);
      } catch (EOFException e) {
        throw Unreadable.endsEarly(file, in.offset(), "the zero word that ends annotations");
      }
    }
    return annotations;
  }

  private static <T> void readAll(ByteInput in, List<T> into, Maker<T> maker) throws EOFException {
    long sample = 0;
    for (int word = word(in); word != 0; word = word(in)) {
      int code = word >> 10;
      int rest = word & 0x3ff;
      switch (code) {
        case SKIP -> sample += word(in) << 16 | word(in); // the high word comes first
        case NUM, SUB, CHANNEL -> {} // attributes of the annotation before
        case TEXT -> in.skip(rest + (rest & 1));
        default -> {
          sample += rest;
          into.add(maker.make(sample, code));
        }
      }
    }
  }

  private static int word(ByteInput in) throws EOFException {
    int low = in.need();
    return low | in.need() << 8;
  }
}
