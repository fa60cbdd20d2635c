package io.echosdk.biometric.bluez;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.strap.Backlog;
import io.echosdk.biometric.strap.HeartRateMeasurement;
import io.echosdk.biometric.strap.PolarControl;
import io.echosdk.biometric.strap.PolarFrame;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** One connection to a strap: what its notifications mean, until it is lost. */
final class Link {

  private static final int INTERVALS = 0;
  private static final int HEART_RATE = 1;
  private static final int ECG = 2;
  private static final int ACCELERATION = 3;

  private final LiveFeed feed;
  private final String device;
  private final CountDownLatch lost = new CountDownLatch(1);
  private final float[] one = new float[1]; // guarded by this

  // set by the connecting thread before notifications are asked for
  volatile String heartRate = "";
  volatile String polarControl = "";
  volatile String polarData = "";
  private volatile float factor = 1; // by the bus thread
  private boolean open; // guarded by this
  private long openedNanos; // guarded by this

  Link(LiveFeed feed, String device) {
    this.feed = feed;
    this.device = device;
  }

  /** From now on notifications count. */
  synchronized void open(long nowNanos) {
    openedNanos = nowNanos;
    open = true;
  }

  /** Waits for the end of the link, at most so long; returns whether it ended. */
  boolean lost(MediaClock clock, long nanos) throws InterruptedException {
    return lost.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Hears what changes on the bus; on the bus library's thread. */
  synchronized void changed(PropertiesChanged signal) {
    String path = signal.getPath();
    if (path.equals(device)) {
      Variant<?> connected = signal.getPropertiesChanged().get("Connected");
      if (connected != null && Boolean.FALSE.equals(connected.getValue())) {
        open = false; // what is queued behind this is a backlog of the lost link
        feed.disconnected();
        lost.countDown();
      }
      return;
    }
    byte[] value = bytes(signal.getPropertiesChanged().get("Value"));
    if (value == null || !open) {
      return;
    }
    try {
      notified(path, value, feed.nowNanos());
    } catch (BiometricException e) {
      feed.unreadable(e.problem());
    }
  }

  private void notified(String path, byte[] value, long arrival) {
    if (path.equals(heartRate)) {
      heartRate(HeartRateMeasurement.parse(value), arrival);
    } else if (path.equals(polarControl)) {
      factor = PolarControl.factor(value);
    } else if (path.equals(polarData)) {
      polar(PolarFrame.parse(value, factor), arrival);
    }
  }

  private void heartRate(HeartRateMeasurement packet, long arrival) {
    int flags = packet.contact() == HeartRateMeasurement.Contact.ABSENT ? SampleSink.LEAD_OFF : 0;
    int first = Backlog.first(packet.intervals(), arrival - openedNanos);
    for (int i = first; i < packet.intervals().length; i++) {
      one[0] = packet.intervalMs(i);
      feed.samples(INTERVALS, LiveFeed.UNSTAMPED, arrival, one, 0, 1, flags);
    }
    one[0] = packet.bpm() == 0 ? Float.NaN : packet.bpm(); // 0 is how straps say unknown
    feed.samples(HEART_RATE, LiveFeed.UNSTAMPED, arrival, one, 0, 1, flags);
  }

  private void polar(PolarFrame frame, long arrival) {
    int place =
        switch (frame.kind()) {
          case ECG -> ECG;
          case ACCELERATION -> ACCELERATION;
          default -> -1;
        };
    if (place >= 0) {
      feed.samples(place, frame.deviceNanos(), arrival, frame.samples(), 0, frame.frames(), 0);
    }
  }

  private static byte @Nullable [] bytes(@Nullable Variant<?> value) {
    Object content = value == null ? null : value.getValue();
    if (content instanceof byte[] bytes) {
      return bytes;
    }
    if (!(content instanceof List<?> list)) {
      return null;
    }
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = list.get(i) instanceof Number number ? number.byteValue() : 0;
    }
    return bytes;
  }
}
