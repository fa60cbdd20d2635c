package io.echosdk.biometric;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.bluez.StrapTransport;
import io.echosdk.biometric.live.LiveSource;
import io.echosdk.biometric.lsl.LslTransport;
import io.echosdk.biometric.osc.OscLayout;
import io.echosdk.biometric.osc.OscTransport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Devices as sources. Each connects, and connects again, on a thread of the runtime; none throws
 * once it exists, but says in its {@link BiometricSource#state()} how it is doing. Samples are
 * stamped with when they were measured, as well as the device's clock and the network let it be
 * known; a session that polls such a source must run on the runtime's clock.
 */
public final class LiveSources {

  private static final double FIND_SECONDS = 5;
  private static final double LOOK_SECONDS = 1;
  private static final long STRAP_STALE_NANOS = 5_000_000_000L; // a slow heart, and one packet lost

  private static final long PPI_STALE_NANOS = 12_000_000_000L; // sent every 5 s; one packet lost

  private LiveSources() {}

  /**
   * Hears a Muse headband through an app that speaks Open Sound Control.
   *
   * @param address where to listen on UDP; port 0 takes a free one
   * @throws BiometricException if the port is taken
   */
  public static BiometricSource osc(EchoRuntime runtime, InetSocketAddress address) {
    return osc(runtime, OscLayout.muse(), address);
  }

  /**
   * Hears any sender of Open Sound Control.
   *
   * @param address where to listen on UDP; port 0 takes a free one
   * @param routes which address, without its first part, carries which signal; one sample a message
   * @throws BiometricException if the port is taken
   */
  public static BiometricSource osc(
      EchoRuntime runtime, InetSocketAddress address, Map<String, Signal> routes) {
    return osc(runtime, OscLayout.of(routes), address);
  }

  private static BiometricSource osc(
      EchoRuntime runtime, OscLayout layout, InetSocketAddress address) {
    OscTransport transport = new OscTransport(layout, address);
    return LiveSource.start(runtime, "osc", layout.signals(), LiveSource.STALE_NANOS, transport);
  }

  /**
   * Takes a stream of the Lab Streaming Layer; looks for it for at most five seconds.
   *
   * @param name what its sender calls it
   * @throws BiometricException of kind NOT_FOUND if there is no such stream, UNSUPPORTED where JNA
   *     or liblsl is missing
   */
  public static BiometricSource lsl(EchoRuntime runtime, String name) {
    Optionals.requireJna();
    LslTransport transport = new LslTransport(runtime, name, FIND_SECONDS);
    return LiveSource.start(
        runtime, "lsl", List.of(transport.signal()), LiveSource.STALE_NANOS, transport);
  }

  /**
   * Takes intervals between beats and heart rate from a Bluetooth strap, through BlueZ.
   *
   * @param address the strap's, or "any" for the first that is found
   * @throws BiometricException of kind NOT_FOUND if BlueZ is not here, UNSUPPORTED where the D-Bus
   *     library is missing
   */
  public static BiometricSource strap(EchoRuntime runtime, String address) {
    return strap(runtime, address, Set.of(), STRAP_STALE_NANOS);
  }

  /**
   * Takes ECG at 130 Hz and acceleration from a Polar H10 beside what {@link #strap} takes.
   *
   * @param address the strap's, or "any" for the first that is found
   * @throws BiometricException of kind NOT_FOUND if BlueZ is not here, UNSUPPORTED where the D-Bus
   *     library is missing
   */
  public static BiometricSource polar(EchoRuntime runtime, String address) {
    return polar(runtime, address, Set.of(SignalKind.ECG, SignalKind.ACCELERATION));
  }

  /**
   * Takes streams of a Polar device beside its heart rate: ECG (mV, 130 Hz) and ACCELERATION (g, 50
   * Hz) of an H10; PPG (counts, 55 Hz: three times green, and ambient light), ACCELERATION (52 Hz)
   * and RR of a Verity Sense. RR are the device's own intervals between pulses, in ms, each with
   * the device's estimate of its error in ms as second channel, in the place of the heart rate
   * service's; an interval during which the device says that it moved or was not on the skin is
   * NaN. The device sends none in its first half minute.
   *
   * <p>If the device will never send one of them the source is FAILED and says which; if it cannot
   * now, it is asked again while the rest is delivered.
   *
   * @param address the device's, or "any" for the first that is found
   * @param streams at least one
   * @throws BiometricException of kind NOT_FOUND if BlueZ is not here, UNSUPPORTED where the D-Bus
   *     library is missing
   * @throws IllegalArgumentException if a Polar device has no such stream
   */
  public static BiometricSource polar(
      EchoRuntime runtime, String address, Set<SignalKind> streams) {
    if (streams.isEmpty()) {
      throw new IllegalArgumentException("name at least one stream, or take a strap()");
    }
    boolean slow = streams.contains(SignalKind.RR);
    return strap(runtime, address, streams, slow ? PPI_STALE_NANOS : STRAP_STALE_NANOS);
  }

  private static BiometricSource strap(
      EchoRuntime runtime, String address, Set<SignalKind> streams, long staleNanos) {
    Optionals.requireDbus();
    StrapTransport transport = new StrapTransport(address, streams, runtime.clock());
    return LiveSource.start(runtime, "strap", transport.signals(), staleNanos, transport);
  }

  /**
   * Says what can be reached from here, and why not the rest. Takes about a second: streams are
   * looked for, Bluetooth devices are those that BlueZ knows already.
   */
  public static List<Reach> reach() {
    return Survey.look(LOOK_SECONDS);
  }
}
