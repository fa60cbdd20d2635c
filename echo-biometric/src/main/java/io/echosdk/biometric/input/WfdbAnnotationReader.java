package io.echosdk.biometric.input;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

  private static final long MAX_BYTES = 1L << 26;
  private static final int SKIP = 59;
  private static final int NUM = 60;
  private static final int SUB = 61;
  private static final int CHANNEL = 62;
  private static final int TEXT = 63;

  private WfdbAnnotationReader() {}

  /** Makes the caller's value of an annotation. */
  @FunctionalInterface
  public interface Maker<T> {

    /** Makes one of what the file says. */
    T make(long sample, int code, int subtype, int channel, int number, String text);
  }

  /** Reads all annotations of a file. */
  public static <T> List<T> read(Path file, Maker<T> maker) {
    List<T> annotations = new ArrayList<>();
    checkSize(file);
    try (ByteInput in = new ByteInput(file)) {
      try {
        readAll(in, annotations, maker);
      } catch (EOFException e) {
        throw Unreadable.endsEarly(file, in.offset(), "the zero word that ends annotations");
      }
    }
    return annotations;
  }

  private static void checkSize(Path file) {
    try {
      if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
        throw Unreadable.malformed(
            file,
            "annotations have no more than " + MAX_BYTES + " bytes",
            "give an annotation file");
      }
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  /** Attributes follow the mark they belong to, so a mark is made when the next one begins. */
  private static <T> void readAll(ByteInput in, List<T> into, Maker<T> maker) throws EOFException {
    long sample = 0;
    int code = 0; // of the mark that is not made yet; 0 if there is none
    int subtype = 0;
    int channel = 0;
    int number = 0;
    String text = "";
    for (int word = word(in); word != 0; word = word(in)) {
      int rest = word & 0x3ff;
      int next = word >> 10;
      if (next < SKIP || (next == SKIP && code != 0)) {
        make(into, maker, sample, code, subtype, channel, number, text);
        code = 0;
        subtype = 0;
        text = "";
      }
      switch (next) {
        case SKIP -> sample += word(in) << 16 | word(in); // the high word comes first
        case NUM -> number = signed(rest); // this and CHANNEL stay until they change
        case SUB -> subtype = signed(rest);
        case CHANNEL -> channel = rest;
        case TEXT -> text = text(in, rest);
        default -> {
          sample += rest;
          code = next;
        }
      }
    }
    make(into, maker, sample, code, subtype, channel, number, text);
  }

  private static <T> void make(
      List<T> into,
      Maker<T> maker,
      long sample,
      int code,
      int subtype,
      int channel,
      int number,
      String text) {
    if (code != 0) {
      into.add(maker.make(sample, code, subtype, channel, number, text));
    }
  }

  /** The lower eight bits of an attribute, which may be negative. */
  private static int signed(int rest) {
    return (byte) rest;
  }

  private static String text(ByteInput in, int length) throws EOFException {
    String text = new String(in.bytes(length), StandardCharsets.ISO_8859_1);
    if (length % 2 != 0) {
      in.need();
    }
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }

  private static int word(ByteInput in) throws EOFException {
    int low = in.need();
    return low | in.need() << 8;
  }
}
