package io.echosdk.biometric;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.live.LiveSignal;
import io.echosdk.biometric.live.LiveSignal.Timing;
import io.echosdk.biometric.live.LiveSource;
import io.echosdk.biometric.live.LiveStats;
import io.echosdk.biometric.phone.BodyFrame;
import io.echosdk.biometric.phone.BodyLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A source that any server can feed with what a phone or a web page sends: binary frames or lines
 * of JSON, as docs/reference/phone-frame.md describes.
 *
 * <p>{@link #accept}, {@link #disconnected} and {@link #close} from any thread; {@link #poll} by
 * one thread at a time.
 */
public final class ByteBufferSource implements BiometricSource {

  private static final Pattern NEW_LINE = Pattern.compile("\\r?\\n");
  private static final long NEVER = -1;
  private static final long MICRO = 1000;
  private static final long MAX_MICROS = Long.MAX_VALUE / MICRO / 4;

  private final LiveSource source;
  private final List<Signal> signals;
  private final BodyFrame frame = new BodyFrame(); // guarded by this
  private final BodyLine line; // guarded by this
  private final long[] numbers; // of the newest frame of each signal; guarded by this

  private ByteBufferSource(List<Signal> signals, MediaClock clock) {
    List<LiveSignal> live =
        signals.stream().map(each -> new LiveSignal(each, timing(each))).toList();
    source = LiveSource.fed(live, LiveSource.STALE_NANOS, clock);
    this.signals = source.signals();
    line = new BodyLine(this.signals);
    numbers = new long[signals.size()];
    Arrays.fill(numbers, NEVER);
  }

  private static Timing timing(Signal signal) {
    boolean now = signal.kind() == SignalKind.RR || signal.kind() == SignalKind.HEART_RATE;
    return now ? Timing.ARRIVAL : Timing.STAMPED;
  }

  /**
   * Returns a source that waits for its first frame.
   *
   * @param signals what the sender will send; a frame names one by its place here
   * @param clock stamps arrivals; the session's own
   */
  public static ByteBufferSource of(List<Signal> signals, MediaClock clock) {
    return new ByteBufferSource(List.copyOf(signals), clock);
  }

  /**
   * Takes a message of one or more whole frames, or, if its first byte is an opening brace, of one
   * or more lines of JSON in UTF-8. A frame that cannot be read is left out together with what
   * follows it in the message, a line alone; that shows in {@link #state()}. It never throws for
   * what the sender did.
   *
   * @param message read from position to limit; the caller keeps it, and its position moves
   */
  public synchronized void accept(ByteBuffer message) {
    LiveFeed feed = source.feed();
    long arrival = feed.nowNanos();
    feed.connected();
    if (message.hasRemaining() && message.get(message.position()) == '{') {
      lines(message, feed, arrival);
    } else {
      frames(message, feed, arrival);
    }
  }

  private void frames(ByteBuffer message, LiveFeed feed, long arrival) {
    try {
      do {
        frame.read(message);
        take(feed, arrival);
      } while (message.hasRemaining());
    } catch (BiometricException e) {
      feed.unreadable(e.problem());
    }
  }

  private void lines(ByteBuffer message, LiveFeed feed, long arrival) {
    if (message.remaining() > BodyLine.MAX_MESSAGE) {
      feed.unreadable("a message of lines is longer than " + BodyLine.MAX_MESSAGE + " bytes");
      message.position(message.limit());
      return;
    }
    for (String each : NEW_LINE.split(StandardCharsets.UTF_8.decode(message))) {
      if (each.isBlank()) {
        continue;
      }
      try {
        line.read(each, frame);
        take(feed, arrival);
      } catch (BiometricException e) {
        feed.unreadable(e.problem());
      }
    }
  }

  private void take(LiveFeed feed, long arrival) {
    int place = frame.signal();
    if (place >= signals.size() || frame.channels() != signals.get(place).channels().size()) {
      feed.unreadable(
          "a frame has "
              + frame.channels()
              + " channels for signal "
              + place
              + ", which was not agreed");
      return;
    }
    if (frame.deviceMicros() > MAX_MICROS || frame.deviceMicros() < -MAX_MICROS) {
      feed.unreadable("a frame has an impossible time");
      return;
    }
    boolean lost = false;
    if (frame.numbered()) {
      boolean anew = frame.number() == 0 || numbers[place] == NEVER;
      if (!anew && frame.number() <= numbers[place]) {
        feed.repeated();
        return;
      }
      lost = numbers[place] != NEVER && frame.number() != numbers[place] + 1;
      numbers[place] = frame.number();
    }
    feed.samples(
        place,
        frame.deviceMicros() * MICRO,
        arrival,
        frame.samples(),
        0,
        frame.frames(),
        frame.flags() | (lost ? SampleSink.GAP : 0));
  }

  /** Says that the connection over which frames came is gone. */
  public synchronized void disconnected() {
    source.feed().disconnected();
    Arrays.fill(numbers, NEVER);
  }

  @Override
  public List<Signal> signals() {
    return signals;
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    return source.poll(nowNanos, sink);
  }

  @Override
  public SourceState state() {
    return source.state();
  }

  /** Returns what was seen so far; from any thread. */
  public LiveStats stats() {
    return source.stats();
  }

  @Override
  public void close() {
    source.close();
  }
}
