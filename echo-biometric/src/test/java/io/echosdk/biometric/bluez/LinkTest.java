package io.echosdk.biometric.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.live.LiveSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;

/** What a strap's notifications become, without any bus. */
class LinkTest {

  private static final String DEVICE = "/org/bluez/hci0/dev_1";
  private static final String RATE = DEVICE + "/service1/char1";
  private static final String CONTROL = DEVICE + "/service2/char1";
  private static final String DATA = DEVICE + "/service2/char2";
  private static final String TIME = "15cd5b0700000000";

  private final VirtualClock clock = MediaClock.virtual();
  private final StrapSignals signals =
      new StrapSignals(
          Set.of(SignalKind.ECG, SignalKind.PPG, SignalKind.ACCELERATION, SignalKind.RR));
  private final LiveSource source = LiveSource.fed(signals.all(), LiveSource.STALE_NANOS, clock);
  private final Link link = new Link(source.feed(), DEVICE, signals);
  private final List<String> seen = new ArrayList<>();

  LinkTest() {
    link.heartRate = RATE;
    link.polarControl = CONTROL;
    link.polarData = DATA;
    source.feed().connected();
    link.open(clock.nanos());
  }

  private void notified(String path, String hex) throws DBusException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    changed(path, Map.of("Value", new Variant<>(bytes)));
  }

  private void changed(String path, Map<String, Variant<?>> properties) throws DBusException {
    link.changed(
        new PropertiesChanged(path, "org.bluez.GattCharacteristic1", properties, List.of()));
  }

  private void poll() {
    source.poll(
        clock.nanos(),
        (signal, time, origin, samples, offset, frames, flags) -> {
          int width = signal.channels().size();
          for (int i = 0; i < frames; i++) {
            for (int c = 0; c < width; c++) {
              seen.add(signal.name() + " " + samples[offset + i * width + c]);
            }
          }
        });
  }

  @Test
  void aPulseIntervalThatTheDeviceDoubtsIsUnknownAndKeepsItsError() throws DBusException {
    notified(
        DATA, "03" + "0000000000000000" + "00" + "4b20030a0006" + "4b20031e0007" + "4b2003050004");
    poll();
    assertThat(seen)
        .containsExactly("ppi 800.0", "ppi 10.0", "ppi NaN", "ppi 30.0", "ppi NaN", "ppi 5.0");
  }

  @Test
  void eachStreamHasTheFactorThatWasToldForIt() throws Exception {
    notified(CONTROL, "f002020000" + "0501" + "0000003f"); // acceleration: a half
    notified(CONTROL, "f002010000"); // pulse wave: none
    notified(CONTROL, "f0020206"); // ran already, and tells nothing of the factor
    notified(DATA, "02" + TIME + "80" + "0a0014001e00");
    notified(DATA, "01" + TIME + "80" + "010000020000030000040000");
    poll();
    assertThat(seen)
        .containsExactly(
            "acc 5.0", "acc 10.0", "acc 15.0", "ppg 1.0", "ppg 2.0", "ppg 3.0", "ppg 4.0");
    assertThat(link.answer(0)).isNotNull();
  }

  @Test
  void whatComesBeforeTheLinkIsOpenAndAfterItIsLostIsLeftOut() throws DBusException {
    Link later = new Link(source.feed(), DEVICE, signals);
    later.heartRate = RATE;
    later.changed(
        new PropertiesChanged(
            RATE, "x", Map.of("Value", new Variant<>(new byte[] {0, 60})), List.of()));
    poll();
    assertThat(seen).isEmpty();
    notified(RATE, "003c");
    changed(DEVICE, Map.of("Connected", new Variant<>(false)));
    notified(RATE, "003d");
    poll();
    assertThat(seen).containsExactly("hr 60.0");
    assertThat(source.state()).isEqualTo(new SourceState.Reconnecting());
  }

  @Test
  void aStrapThatSendsRubbishIsStaleWithTheReasonAndLivesAgainWhenItRecovers()
      throws DBusException {
    notified(RATE, "003c");
    poll();
    for (String path : List.of(RATE, DATA, CONTROL)) {
      for (int i = 0; i < 30; i++) {
        clock.advance(Duration.ofMillis(100));
        notified(path, path.equals(RATE) ? "0801" : path.equals(DATA) ? "00" : "f0");
        poll();
      }
      assertThat(source.state()).isInstanceOf(SourceState.Stale.class);
      assertThat(((SourceState.Stale) source.state()).reason())
          .contains(path.equals(RATE) ? "heart rate packet of 2 bytes" : "Polar")
          .contains("promises");
    }
    assertThat(source.stats().unreadable()).isEqualTo(90);
    assertThat(seen).containsExactly("hr 60.0");
    for (int i = 0; i < 15; i++) {
      clock.advance(Duration.ofMillis(100));
      notified(RATE, "003c");
      poll();
    }
    assertThat(source.state()).isEqualTo(new SourceState.Live());
  }

  @Test
  void anEndThatTheDeviceItselfMakesIsHeardOnce() throws DBusException {
    notified(CONTROL, "0100");
    assertThat(link.ended()).isTrue();
    assertThat(link.ended()).isFalse();
  }

  @Test
  void whatNoPolarDeviceHasCannotBeWanted() {
    assertThatThrownBy(() -> new StrapSignals(Set.of(SignalKind.EEG)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no EEG");
    assertThat(new StrapSignals(Set.of()).all()).hasSize(2);
    assertThat(new StrapSignals(Set.of()).intervals()).isZero();
  }
}
