package io.echosdk.biometric.lsl;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A stream that was found on the network.
 *
 * @param name what its sender calls it
 * @param type what it says that it carries: "EEG"
 * @param sourceId what tells it from others of the name; may be empty
 * @param host where it is
 * @param channels how many values a sample has
 * @param rateHz samples per second, 0 if they come when they come
 * @param text whether it carries words instead of numbers
 */
public record LslStream(
    String name,
    String type,
    String sourceId,
    String host,
    int channels,
    double rateHz,
    boolean text) {

  private static final int MOST = 64;

  static LslStream of(Pointer info) {
    return new LslStream(
        LslLibrary.lsl_get_name(info),
        LslLibrary.lsl_get_type(info),
        LslLibrary.lsl_get_source_id(info),
        LslLibrary.lsl_get_hostname(info),
        LslLibrary.lsl_get_channel_count(info),
        LslLibrary.lsl_get_nominal_srate(info),
        LslLibrary.lsl_get_channel_format(info) == LslLibrary.TEXT);
  }

  /**
   * Looks for streams.
   *
   * @param seconds for how long
   * @throws io.echosdk.api.biometric.BiometricException of kind UNSUPPORTED if the library is not
   *     here
   */
  public static List<LslStream> find(double seconds) {
    LslLibrary.load();
    Memory buffer = new Memory((long) MOST * Native.POINTER_SIZE);
    int count = LslLibrary.lsl_resolve_all(buffer, MOST, seconds);
    List<LslStream> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Pointer info = buffer.getPointer((long) i * Native.POINTER_SIZE);
      found.add(of(info));
      LslLibrary.lsl_destroy_streaminfo(info);
    }
    return List.copyOf(found);
  }

  /** Returns what the library calls its version: 110 is 1.10. */
  public static int libraryVersion() {
    LslLibrary.load();
    return LslLibrary.lsl_library_version();
  }

  /** Returns the signal that this stream carries, its channels named as given. */
  Signal signal(List<String> labels, String unit) {
    SignalKind kind = kind(type, channels);
    return new Signal(
        name.isEmpty() ? "lsl" : name,
        kind,
        labels,
        kind == SignalKind.ECG ? "mV" : unit,
        rateHz > 0 ? rateHz : 1);
  }

  private static SignalKind kind(String type, int channels) {
    String plain = type.toLowerCase(Locale.ROOT);
    return switch (plain) {
      case "ecg", "ekg" -> SignalKind.ECG;
      case "eeg" -> SignalKind.EEG;
      case "ppg", "bvp" -> SignalKind.PPG;
      case "rr", "ibi", "ppi" -> SignalKind.RR;
      case "heartrate", "hr" -> SignalKind.HEART_RATE;
      case "respiration", "resp" -> SignalKind.RESPIRATION;
      case "eda", "gsr" -> SignalKind.EDA;
      case "acc", "accelerometer", "acceleration" ->
          channels >= 3 ? SignalKind.ACCELERATION : SignalKind.OTHER;
      default -> SignalKind.OTHER;
    };
  }
}
