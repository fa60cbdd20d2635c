package io.echosdk.biometric.lsl;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.internal.Defaults;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of liblsl that Echo calls, mapped directly; any version from 1.10.
 *
 * <p>Source: lsl_c.h of liblsl. Times are seconds of {@link #lsl_local_clock}.
 */
final class LslLibrary {

  /** Samples are 32-bit floats. */
  static final int FLOAT = 1;

  /** Samples are texts. */
  static final int TEXT = 3;

  /** The stream is gone for good. */
  static final int LOST = -2;

  /** What to do where the library is not. */
  static final String WAY_OUT =
      "install liblsl (github.com/sccn/liblsl/releases) and name it with -Decho.lsl=FILE or"
          + " ECHO_LSL=FILE";

  private static final List<String> USUAL = List.of("lsl", "lsl64", "liblsl64.so", "liblsl.so.2");

  private LslLibrary() {}

  /**
   * Loads the library, the first time.
   *
   * @return what was loaded
   * @throws BiometricException of kind UNSUPPORTED if it is nowhere
   */
  static String load() {
    return Loaded.FROM.orElseThrow();
  }

  /** Loads once for the whole process, as natives are. */
  private static final class Loaded {
    static final Attempt FROM = attempt();

    private static Attempt attempt() {
      String named = Defaults.lslLibrary();
      List<String> names = named.isEmpty() ? USUAL : List.of(named);
      List<String> reasons = new ArrayList<>();
      for (String name : names) {
        try {
          Native.register(LslLibrary.class, NativeLibrary.getInstance(name));
          return new Attempt(name, "");
        } catch (UnsatisfiedLinkError e) {
          reasons.add(name + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
      }
      return new Attempt("", String.join("; ", reasons));
    }
  }

  private record Attempt(String from, String trouble) {
    String orElseThrow() {
      if (from.isEmpty()) {
        throw new BiometricException(
            BiometricException.Kind.UNSUPPORTED,
            "the library of the Lab Streaming Layer cannot be loaded (" + trouble + ")",
            WAY_OUT);
      }
      return from;
    }
  }

  static native int lsl_library_version();

  static native double lsl_local_clock();

  static native int lsl_resolve_all(Pointer buffer, int elements, double seconds);

  static native int lsl_resolve_byprop(
      Pointer buffer, int elements, String property, String value, int least, double seconds);

  static native Pointer lsl_create_streaminfo(
      String name, String type, int channels, double rateHz, int format, String sourceId);

  static native void lsl_destroy_streaminfo(Pointer info);

  static native String lsl_get_name(Pointer info);

  static native String lsl_get_type(Pointer info);

  static native String lsl_get_source_id(Pointer info);

  static native String lsl_get_hostname(Pointer info);

  static native int lsl_get_channel_count(Pointer info);

  static native int lsl_get_channel_format(Pointer info);

  static native double lsl_get_nominal_srate(Pointer info);

  static native Pointer lsl_get_desc(Pointer info);

  static native Pointer lsl_child(Pointer element, String name);

  static native Pointer lsl_next_sibling_n(Pointer element, String name);

  static native Pointer lsl_append_child(Pointer element, String name);

  static native Pointer lsl_append_child_value(Pointer element, String name, String value);

  static native String lsl_child_value_n(Pointer element, String name);

  static native int lsl_empty(Pointer element);

  static native Pointer lsl_create_inlet(
      Pointer info, int bufferSeconds, int chunkSamples, int recover);

  static native void lsl_destroy_inlet(Pointer inlet);

  static native Pointer lsl_get_fullinfo(Pointer inlet, double seconds, Pointer error);

  static native void lsl_open_stream(Pointer inlet, double seconds, Pointer error);

  static native double lsl_time_correction(Pointer inlet, double seconds, Pointer error);

  static native NativeLong lsl_pull_chunk_f(
      Pointer inlet,
      Pointer samples,
      Pointer stamps,
      NativeLong floats,
      NativeLong doubles,
      double seconds,
      Pointer error);

  static native double lsl_pull_sample_f(
      Pointer inlet, Pointer samples, int floats, double seconds, Pointer error);

  static native Pointer lsl_create_outlet(Pointer info, int chunkSamples, int bufferSeconds);

  static native void lsl_destroy_outlet(Pointer outlet);

  static native int lsl_have_consumers(Pointer outlet);

  static native int lsl_push_chunk_ftp(
      Pointer outlet, Pointer samples, NativeLong floats, double stamp, int pushThrough);
}
