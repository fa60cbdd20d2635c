package io.echosdk.biometric.strap;

import io.echosdk.api.biometric.BiometricException;
import java.io.ByteArrayOutputStream;

/**
 * Messages to and from Polar's control point, which starts and stops streams.
 *
 * <p>Source: Polar Measurement Data Specification for 3rd parties, in Polar's public SDK.
 */
public final class PolarControl {

  /** The service of measurement data. */
  public static final String SERVICE = "fb005c80-02e7-f387-1cad-8acd2d8df0c8";

  /** Its characteristic for control. */
  public static final String CONTROL = "fb005c81-02e7-f387-1cad-8acd2d8df0c8";

  /** Its characteristic for data. */
  public static final String DATA = "fb005c82-02e7-f387-1cad-8acd2d8df0c8";

  private static final int START = 2;
  private static final int STOP = 3;
  private static final int RESPONSE = 0xf0;
  private static final int ENDED = 1;
  private static final int ALREADY_STARTED = 6;
  private static final int WRONG_STATE = 12;
  private static final int CHARGING = 13;
  private static final int RATE = 0;
  private static final int RESOLUTION = 1;
  private static final int RANGE = 2;
  private static final int CHANNELS = 4;
  private static final int FACTOR = 5;

  private PolarControl() {}

  /**
   * Returns what starts the stream of a kind.
   *
   * @param sampleRateHz what to ask for; not for intervals
   */
  public static byte[] start(PolarFrame.Kind kind, int sampleRateHz) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(START);
    message.write(kind.code());
    switch (kind) {
      case ECG -> {
        setting(message, RATE, sampleRateHz);
        setting(message, RESOLUTION, 14);
      }
      case ACCELERATION -> {
        setting(message, RATE, sampleRateHz);
        setting(message, RESOLUTION, 16);
        setting(message, RANGE, 8);
      }
      case PPG -> {
        setting(message, RATE, sampleRateHz);
        setting(message, RESOLUTION, 22);
        message.write(CHANNELS);
        message.write(1);
        message.write(kind.channels());
      }
      case INTERVALS -> {}
    }
    return message.toByteArray();
  }

  private static void setting(ByteArrayOutputStream message, int type, int value) {
    message.write(type);
    message.write(1); // one value
    message.write(value);
    message.write(value >> 8);
  }

  /** Returns what stops the stream of a kind. */
  public static byte[] stop(PolarFrame.Kind kind) {
    return new byte[] {STOP, (byte) kind.code()};
  }

  /**
   * What the device answers to a start.
   *
   * @param kind of which stream
   * @param status 0 where it was started, else the protocol's number of the reason
   * @param factor what compressed numbers are to be multiplied by, 1 if the device does not say
   */
  public record Answer(PolarFrame.Kind kind, int status, float factor) {

    /** Returns whether the stream runs from now on, or did before. */
    public boolean runs() {
      return status == 0 || already();
    }

    /** Returns whether the stream ran before; the factor is not told again then. */
    public boolean already() {
      return status == ALREADY_STARTED;
    }

    /** Returns whether the device may well start the stream later, as it is. */
    public boolean passes() {
      return status == WRONG_STATE || status == CHARGING;
    }

    /** Returns the refusal: of kind UNSUPPORTED, or SOURCE_LOST if it passes. */
    public BiometricException refusal() {
      return new BiometricException(
          passes() ? BiometricException.Kind.SOURCE_LOST : BiometricException.Kind.UNSUPPORTED,
          "the device refuses to send " + kind.words() + " (status " + status + reason() + ")",
          passes() ? "take it from its charger and wear it" : "choose signals that it has");
    }

    private String reason() {
      return switch (status) {
        case 2, 3 -> ": it does not have it";
        case 7, 8, 9, 11 -> ": not at this rate or resolution";
        case WRONG_STATE -> ": not in its present state";
        case CHARGING -> ": it is in its charger";
        default -> "";
      };
    }
  }

  /** Returns whether a message says that the device itself ended its streams. */
  public static boolean ended(byte[] message) {
    return message.length > 0 && message[0] == ENDED;
  }

  /**
   * Reads the answer to a start or a stop.
   *
   * @throws BiometricException of kind MALFORMED if the answer is not whole
   */
  public static Answer answer(byte[] answer) {
    Packet packet = new Packet("Polar answer", answer);
    if (packet.unsigned(1, "a mark") != RESPONSE) {
      throw packet.malformed("does not begin with f0");
    }
    packet.unsigned(1, "a request");
    PolarFrame.Kind kind = PolarFrame.kind(packet);
    int status = packet.unsigned(1, "a status");
    if (packet.left() > 0) {
      packet.unsigned(1, "whether more follows");
    }
    float factor = 1;
    while (packet.left() > 0) {
      int type = packet.unsigned(1, "a setting");
      int count = packet.unsigned(1, "a setting's length");
      int size = type == CHANNELS ? 1 : type == FACTOR || type == 3 ? 4 : 2; // 3: range in milli
      for (int i = 0; i < count; i++) {
        int value = packet.unsigned(size, "a setting's value");
        factor = type == FACTOR ? Float.intBitsToFloat(value) : factor;
      }
    }
    return new Answer(kind, status, factor > 0 && factor < 1e6f ? factor : 1);
  }
}
