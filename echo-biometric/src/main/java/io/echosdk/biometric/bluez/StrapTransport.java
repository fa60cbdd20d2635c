package io.echosdk.biometric.bluez;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.live.LiveSignal;
import io.echosdk.biometric.live.LiveTransport;
import io.echosdk.biometric.strap.PolarControl;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusSigHandler;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A strap: finds it, connects it, asks for its notifications, and notices when the link breaks. One
 * bus connection a link; what is still queued in it when the link breaks goes with it.
 */
public final class StrapTransport implements LiveTransport {

  static final String HEART_RATE_SERVICE = "0000180d-0000-1000-8000-00805f9b34fb";
  private static final String HEART_RATE = "00002a37-0000-1000-8000-00805f9b34fb";
  private static final Pattern ADDRESS = Pattern.compile("([0-9A-F]{2}:){5}[0-9A-F]{2}");
  private static final String ANY = "any";
  private static final long SECOND = 1_000_000_000;
  private static final long SEARCH_NANOS = 15 * SECOND;
  private static final long RESOLVE_NANOS = 10 * SECOND;
  private static final long LOOK_AGAIN_NANOS = SECOND / 4;
  private static final long GLANCE_NANOS = SECOND; // a broken bus tells nobody
  private final String address;
  private final StrapSignals signals;
  private final MediaClock clock;
  private volatile boolean closed; // written by close(), read by any

  /**
   * Prepares a strap; nothing is connected before {@link #run}.
   *
   * @param address the strap's, "A0:9E:1A:00:00:01", or "any" for the first that is found
   * @param streams of ECG, PPG, ACCELERATION and RR: what to take of a Polar device beside its
   *     heart rate; empty for any strap
   * @throws BiometricException of kind NOT_FOUND if BlueZ is not here
   */
  public StrapTransport(String address, Set<SignalKind> streams, MediaClock clock) {
    String upper = address.toUpperCase(Locale.ROOT);
    if (!address.equals(ANY) && !ADDRESS.matcher(upper).matches()) {
      throw new IllegalArgumentException(
          "'" + address + "' is no Bluetooth address: give one like A0:9E:1A:00:00:01, or any");
    }
    this.address = address.equals(ANY) ? ANY : upper;
    signals = new StrapSignals(streams);
    this.clock = clock;
    try (Bus bus = Bus.open()) { // so that what cannot work is told at once
      bus.all(Bus.ADAPTER);
    }
  }

  /** Returns what the strap delivers. */
  public List<LiveSignal> signals() {
    return signals.all();
  }

  @Override
  public void run(LiveFeed feed) throws InterruptedException {
    try (Bus bus = Bus.open()) {
      Bus.Thing device = find(bus);
      connect(bus, device.path());
      Link link = new Link(feed, device.path(), signals);
      PolarStreams streams = null;
      try (AutoCloseable handler = listen(bus, link)) {
        streams = subscribe(bus, device.path(), link, feed);
        if (streams != null) {
          streams.start();
        }
        feed.connected();
        link.open(feed.nowNanos());
        stay(bus, device.path(), link, streams);
      } finally {
        feed.disconnected();
        if (closed && streams != null) {
          streams.stop();
        }
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (BiometricException e) {
      throw e;
    } catch (DBusExecutionException | DBusException e) {
      throw lost("BlueZ refuses (" + e.getMessage() + ")", e);
    } catch (Exception e) { // AutoCloseable says so; nothing else can come
      throw lost("the bus broke (" + e.getMessage() + ")", e);
    }
  }

  private static BiometricException lost(String problem, Exception cause) {
    return new BiometricException(
        BiometricException.Kind.SOURCE_LOST,
        problem,
        "wear the strap, moisten its electrodes, and see that nothing else holds it",
        cause);
  }

  private Bus.Thing find(Bus bus) throws InterruptedException {
    Bus.Thing known = known(bus);
    if (known != null) {
      return known;
    }
    List<Bus.Thing> adapters = bus.all(Bus.ADAPTER);
    if (adapters.isEmpty()) {
      throw new BiometricException(
          BiometricException.Kind.NOT_FOUND,
          "this machine has no Bluetooth adapter",
          "plug one in, or use a phone as a bridge");
    }
    Adapter1 adapter = bus.object(adapters.get(0).path(), Adapter1.class);
    adapter.SetDiscoveryFilter(Map.of("Transport", new Variant<>("le")));
    adapter.StartDiscovery();
    try {
      long until = clock.nanos() + SEARCH_NANOS;
      while (known == null && clock.nanos() < until) {
        pause(LOOK_AGAIN_NANOS);
        known = known(bus);
      }
    } finally {
      adapter.StopDiscovery();
    }
    if (known == null) {
      throw lost("the strap does not show itself", new IllegalStateException("not discovered"));
    }
    return known;
  }

  private Bus.@Nullable Thing known(Bus bus) {
    for (Bus.Thing device : bus.all(Bus.DEVICE)) {
      boolean wanted =
          address.equals(ANY)
              ? device.offers(HEART_RATE_SERVICE)
              : device.text("Address").equalsIgnoreCase(address);
      if (wanted) {
        return device;
      }
    }
    return null;
  }

  private void connect(Bus bus, String path) throws InterruptedException {
    bus.object(path, Device1.class).Connect();
    long until = clock.nanos() + RESOLVE_NANOS;
    while (characteristic(bus, path, HEART_RATE) == null) {
      if (clock.nanos() > until) {
        throw lost("the strap shows no heart rate service", new IllegalStateException("no 2a37"));
      }
      pause(LOOK_AGAIN_NANOS);
    }
  }

  private static @Nullable String characteristic(Bus bus, String device, String uuid) {
    for (Bus.Thing each : bus.all(Bus.CHARACTERISTIC)) {
      if (each.path().startsWith(device + "/") && each.text("UUID").equalsIgnoreCase(uuid)) {
        return each.path();
      }
    }
    return null;
  }

  private static AutoCloseable listen(Bus bus, Link link) throws DBusException {
    DBusSigHandler<PropertiesChanged> handler = link::changed;
    return bus.connection().addSigHandler(PropertiesChanged.class, handler);
  }

  /** Asks for notifications; returns what starts a Polar device's streams, if any are wanted. */
  private @Nullable PolarStreams subscribe(Bus bus, String device, Link link, LiveFeed feed) {
    link.heartRate = notified(bus, device, HEART_RATE);
    if (signals.streams().isEmpty()) {
      return null;
    }
    link.polarControl = notified(bus, device, PolarControl.CONTROL);
    link.polarData = notified(bus, device, PolarControl.DATA);
    if (link.polarControl.isEmpty() || link.polarData.isEmpty()) {
      throw new BiometricException(
          BiometricException.Kind.UNSUPPORTED,
          "this strap sends no more than its heart rate",
          "take a Polar H10 or Verity Sense, or take the intervals alone with ble:");
    }
    GattCharacteristic1 control = bus.object(link.polarControl, GattCharacteristic1.class);
    return new PolarStreams(control, link, signals, feed, clock);
  }

  /** Asks for a characteristic's notifications; returns its path, empty if there is none. */
  private static String notified(Bus bus, String device, String uuid) {
    String path = characteristic(bus, device, uuid);
    if (path == null) {
      return "";
    }
    bus.object(path, GattCharacteristic1.class).StartNotify();
    return path;
  }

  /** Returns when the link is gone. */
  private void stay(Bus bus, String device, Link link, @Nullable PolarStreams streams)
      throws InterruptedException {
    while (!link.lost(clock, GLANCE_NANOS) && !closed) {
      boolean there = bus.all(Bus.DEVICE).stream().anyMatch(d -> d.path().equals(device));
      if (!there) {
        return;
      }
      if (streams != null) {
        streams.start();
      }
    }
    if (closed) {
      throw new InterruptedException();
    }
  }

  private void pause(long nanos) throws InterruptedException {
    if (closed) {
      throw new InterruptedException();
    }
    clock.sleepUntil(clock.nanos() + nanos);
  }

  @Override
  public void close() {
    closed = true;
  }
}
