package io.echosdk.biometric.bluez;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.strap.PolarControl;
import io.echosdk.biometric.strap.PolarFrame;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Starts a Polar device's streams over its control point, one request at a time, each after the
 * answer to the one before. What the device cannot send now (it is in its charger) is asked for
 * again while the link holds; what it will never send ends the source.
 */
final class PolarStreams {

  private static final long ANSWER_NANOS = 5_000_000_000L;
  private static final long AGAIN_NANOS = 2_000_000_000L;

  private final GattCharacteristic1 control;
  private final Link link;
  private final StrapSignals signals;
  private final LiveFeed feed;
  private final MediaClock clock;
  private final Set<PolarFrame.Kind> running = EnumSet.noneOf(PolarFrame.Kind.class);
  private long againNanos = Long.MIN_VALUE;

  PolarStreams(
      GattCharacteristic1 control,
      Link link,
      StrapSignals signals,
      LiveFeed feed,
      MediaClock clock) {
    this.control = control;
    this.link = link;
    this.signals = signals;
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * Asks for every stream that does not run, if it is time to.
   *
   * @throws BiometricException of kind UNSUPPORTED if the device will never send one, SOURCE_LOST
   *     if it does not answer
   */
  void start() throws InterruptedException {
    if (link.ended()) {
      running.clear();
      feed.unreadable("the device ended its streams");
    }
    List<PolarFrame.Kind> wanted = new ArrayList<>(signals.streams());
    wanted.removeAll(running);
    if (wanted.isEmpty() || clock.nanos() < againNanos) {
      return;
    }
    for (PolarFrame.Kind stream : wanted) {
      PolarControl.Answer answer = ask(stream);
      if (answer.runs()) {
        running.add(stream);
      } else if (answer.passes()) {
        feed.unreadable(answer.refusal().problem());
      } else {
        throw answer.refusal();
      }
    }
    againNanos = clock.nanos() + AGAIN_NANOS;
  }

  private PolarControl.Answer ask(PolarFrame.Kind stream) throws InterruptedException {
    control.WriteValue(PolarControl.start(stream, signals.rateHz(stream)), Map.of());
    PolarControl.@Nullable Answer answer;
    do {
      answer = link.answer(ANSWER_NANOS);
    } while (answer != null && answer.kind() != stream);
    if (answer == null) {
      throw new BiometricException(
          BiometricException.Kind.SOURCE_LOST,
          "the device does not answer when asked for " + stream.words(),
          "wear it, and see that nothing else holds it");
    }
    return answer;
  }

  /** Ends the streams that run, so that they do not empty the device's battery. */
  void stop() {
    for (PolarFrame.Kind stream : running) {
      Thread.interrupted(); // by close(), which ends every wait for a reply
      try {
        control.WriteValue(PolarControl.stop(stream), Map.of());
      } catch (DBusExecutionException e) {
        // the link is gone, and its streams with it; or the reply was not waited for
      }
    }
    running.clear();
  }
}
