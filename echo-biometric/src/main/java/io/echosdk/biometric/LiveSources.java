package io.echosdk.biometric;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.bluez.StrapTransport;
import io.echosdk.biometric.live.LiveSource;
import io.echosdk.biometric.lsl.LslTransport;
import io.echosdk.biometric.osc.OscLayout;
import io.echosdk.biometric.osc.OscTransport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

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
    return strap(runtime, address, false);
  }

  /**
   * Takes ECG at 130 Hz and acceleration from a Polar strap beside what {@link #strap} takes.
   *
   * @param address the strap's, or "any" for the first that is found
   * @throws BiometricException of kind NOT_FOUND if BlueZ is not here, UNSUPPORTED where the D-Bus
   *     library is missing
   */
  public static BiometricSource polar(EchoRuntime runtime, String address) {
    return strap(runtime, address, true);
  }

  private static BiometricSource strap(EchoRuntime runtime, String address, boolean polar) {
    Optionals.requireDbus();
    StrapTransport transport = new StrapTransport(address, polar, runtime.clock());
    return LiveSource.start(runtime, "strap", transport.signals(), STRAP_STALE_NANOS, transport);
  }

  /**
   * Says what can be reached from here, and why not the rest. Takes about a second: streams are
   * looked for, Bluetooth devices are those that BlueZ knows already.
   */
  public static List<Reach> reach() {
    return Survey.look(LOOK_SECONDS);
  }
}
