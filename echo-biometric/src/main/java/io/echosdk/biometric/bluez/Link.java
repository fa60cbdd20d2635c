package io.echosdk.biometric.bluez;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.strap.Backlog;
import io.echosdk.biometric.strap.HeartRateMeasurement;
import io.echosdk.biometric.strap.PolarControl;
import io.echosdk.biometric.strap.PolarFrame;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** One connection to a strap: what its notifications mean, until it is lost. */
final class Link {

  private static final int PPI_MS = 0;
  private static final int PPI_ERROR_MS = 2;
  private static final int PPI_USABLE = 3;

  private final LiveFeed feed;
  private final StrapSignals signals;
  private final String device;
  private final CountDownLatch lost = new CountDownLatch(1);
  private final BlockingQueue<PolarControl.Answer> answers = new LinkedBlockingQueue<>();
  private final float[] one = new float[1]; // guarded by this
  private final float[] two = new float[2]; // guarded by this
  private final float[] factors; // of each kind of stream; guarded by this

  // set by the connecting thread before notifications are asked for
  volatile String heartRate = "";
  volatile String polarControl = "";
  volatile String polarData = "";
  private volatile boolean ended; // by the bus thread, and by the connecting one
  private boolean open; // guarded by this
  private long openedNanos; // guarded by this

  Link(LiveFeed feed, String device, StrapSignals signals) {
    this.feed = feed;
    this.device = device;
    this.signals = signals;
    factors = new float[PolarFrame.Kind.values().length];
    Arrays.fill(factors, 1);
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

  /** Returns the next answer from the control point; null if none came in time. */
  PolarControl.@Nullable Answer answer(long nanos) throws InterruptedException {
    return answers.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /** Returns whether the device ended its streams since this was asked last. */
  boolean ended() {
    boolean did = ended;
    ended = false;
    return did;
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
    if (value == null) {
      return;
    }
    try {
      notified(path, value, feed.nowNanos());
    } catch (BiometricException e) {
      feed.unreadable(e.problem());
    }
  }

  private void notified(String path, byte[] value, long arrival) {
    if (path.equals(polarControl)) {
      control(value);
    } else if (open && path.equals(heartRate)) {
      heartRate(HeartRateMeasurement.parse(value), arrival);
    } else if (open && path.equals(polarData)) {
      polar(PolarFrame.parse(value, factor(value)), arrival);
    }
  }

  private void control(byte[] value) {
    if (PolarControl.ended(value)) {
      ended = true;
      return;
    }
    PolarControl.Answer answer = PolarControl.answer(value);
    if (answer.runs() && !answer.already()) {
      factors[answer.kind().code()] = answer.factor();
    }
    answers.add(answer);
  }

  private float factor(byte[] value) {
    int kind = value.length == 0 ? -1 : PolarFrame.code(value[0]);
    return kind >= 0 && kind < factors.length ? factors[kind] : 1;
  }

  private void heartRate(HeartRateMeasurement packet, long arrival) {
    int flags = packet.contact() == HeartRateMeasurement.Contact.ABSENT ? SampleSink.LEAD_OFF : 0;
    int first = Backlog.first(packet.intervals(), arrival - openedNanos);
    for (int i = first; signals.intervals() >= 0 && i < packet.intervals().length; i++) {
      one[0] = packet.intervalMs(i);
      feed.samples(signals.intervals(), LiveFeed.UNSTAMPED, arrival, one, 0, 1, flags);
    }
    one[0] = packet.bpm() == 0 ? Float.NaN : packet.bpm(); // 0 is how straps say unknown
    feed.samples(signals.heartRate(), LiveFeed.UNSTAMPED, arrival, one, 0, 1, flags);
  }

  private void polar(PolarFrame frame, long arrival) {
    int place = signals.place(frame.kind());
    if (place < 0) {
      return; // somebody else asked for it
    }
    if (frame.kind() == PolarFrame.Kind.INTERVALS) {
      intervals(place, frame, arrival);
    } else {
      feed.samples(place, frame.deviceNanos(), arrival, frame.samples(), 0, frame.frames(), 0);
    }
  }

  /** What the device itself does not trust is told, so that nobody adds up over it, as unknown. */
  private void intervals(int place, PolarFrame frame, long arrival) {
    float[] samples = frame.samples();
    for (int i = 0; i < samples.length; i += PolarFrame.INTERVAL_CHANNELS) {
      two[0] = samples[i + PPI_USABLE] == 1 ? samples[i + PPI_MS] : Float.NaN;
      two[1] = samples[i + PPI_ERROR_MS];
      feed.samples(place, LiveFeed.UNSTAMPED, arrival, two, 0, 1, 0);
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
