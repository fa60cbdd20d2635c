package io.echosdk.server;

import io.echosdk.api.EchoException;
import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.BiometricStateSource;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.api.visual.PixelFormat;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualEngine;
import io.echosdk.api.visual.VisualException;
import io.echosdk.audio.SpectrumTap;
import io.echosdk.audio.ToneProgram;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.gpu.VisualEngines;
import io.echosdk.stream.Broadcast;
import io.echosdk.stream.BroadcastStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The walk from a heartbeat to a packet, all hops in one place:
 *
 * <pre>
 *   body thread      source -> samples -> beats -> newest BiometricState
 *   sound thread     state -> tone programme -> block -> spectrum ----------> broadcast
 *   picture thread   state + spectrum -> particles and overlay -> NV12 frame -> broadcast
 *   broadcast        encoded once -> every destination, the recording, any further sink
 * </pre>
 *
 * <p>All three threads keep to one programme time, counted from {@link #start()} on the runtime's
 * clock. Sound is never left out: a late block is made at once, which takes a small part of its
 * length. A picture whose moment has passed by more than one frame is left out and counted, so a
 * slow machine shows fewer pictures and no growing delay. Both carry the programme time they stand
 * for, so they stay in step whatever is left out.
 *
 * <p>Runs once: build, start, close. All methods are safe from any thread.
 */
public final class LivePipeline implements AutoCloseable {

  private static final int BLOCK_FRAMES = 1024; // one AAC frame, 21.3 ms
  private static final long SOURCE_CHECK_NANOS = 20_000_000; // how soon a new source is seen
  private static final long JOIN_MILLIS = 2_000;
  private static final long WARM_UP_NANOS = 1_000_000_000; // at most

  private final EchoRuntime runtime;
  private final MediaClock clock;
  private final Consumer<EchoException> onTrouble;
  private final ToneProgram tone;
  private final SpectrumTap tap = new SpectrumTap(AudioFormat.STEREO_48K);
  private final VisualEngines.Builder engines;
  private final VisualEngine engine;
  private final Broadcast broadcast;
  private final Duration keyframeInterval;
  private final HeartTrace trace = new HeartTrace();
  private final Hops hops;
  private final FrameCounter frames = new FrameCounter();
  private final Semaphore givenBack = new Semaphore(0); // released for each frame that returns
  private final List<Thread> threads = new ArrayList<>(); // guarded by this
  private volatile BiometricSession body; // written under this, read by any
  private volatile BiometricSource source; // written under this, read by any
  private volatile long startNanos; // written by start() before the threads begin
  private volatile long blocksMade; // written by the sound thread
  private volatile boolean started; // written under this
  private volatile boolean closed; // written under this

  LivePipeline(LivePipelineBuilder builder) {
    runtime = builder.runtime;
    clock = runtime.clock();
    onTrouble = builder.onTrouble;
    tone = builder.tone == null ? ToneProgram.bowls(136.1) : builder.tone;
    keyframeInterval = builder.rendition.keyframeInterval();
    hops = new Hops(clock);
    source = Objects.requireNonNull(builder.source);
    body = session(source);
    engines =
        VisualEngines.builder()
            .format(
                new VideoFormat(
                    builder.rendition.width(),
                    builder.rendition.height(),
                    PixelFormat.NV12,
                    builder.rendition.framesPerSecond()))
            .particles(builder.particles)
            .seed(builder.seed)
            .trace(builder.trace);
    engine = engines.build();
    broadcast = broadcast(builder);
  }

  private Broadcast broadcast(LivePipelineBuilder builder) {
    Broadcast.Builder made =
        Broadcast.builder(runtime)
            .rendition(builder.rendition)
            .trace(builder.trace)
            .packets(hops.packetTap())
            .listener(listener(builder.listener));
    builder.destinations.values().forEach(made::destination);
    builder.sinks.forEach(made::packets);
    if (builder.recordings != null) {
      made.record(builder.recordings);
    }
    return made.build();
  }

  private StreamListener listener(StreamListener outer) {
    return new StreamListener() {
      @Override
      public void onDestination(DestinationHealth health) {
        outer.onDestination(health);
      }

      @Override
      public void onRecorded(Path file) {
        outer.onRecorded(file);
      }

      @Override
      public void onTrouble(StreamException trouble) {
        onTrouble.accept(trouble);
        outer.onTrouble(trouble);
      }
    };
  }

  /**
   * Returns a builder; a source is the one thing it needs.
   *
   * @param runtime threads and time
   */
  public static LivePipelineBuilder builder(EchoRuntime runtime) {
    return new LivePipelineBuilder(runtime);
  }

  /**
   * Opens the encoders, connects to the destinations and begins the programme.
   *
   * @throws StreamException if an encoder does not open
   * @throws IllegalStateException if it was started or closed before
   */
  public synchronized void start() {
    if (started || closed) {
      throw new IllegalStateException("a pipeline starts once");
    }
    started = true;
    warmUp();
    broadcast.start();
    startNanos = clock.nanos();
    hops.begin(startNanos);
    threads.add(runtime.start("body", guarded("reading the body", this::runBody)));
    threads.add(runtime.start("sound", guarded("making sound", this::runSound)));
    threads.add(runtime.start("picture", guarded("making pictures", this::runPictures)));
  }

  /**
   * Makes pictures with an engine that is thrown away until one takes less than its time, so that
   * the programme does not begin with the stutter of code that is not compiled yet.
   */
  private void warmUp() {
    VideoFormat.Rate rate = engine.format().framesPerSecond();
    long limit = clock.nanos() + WARM_UP_NANOS;
    try (VisualEngine trial = engines.build()) {
      long begin = clock.nanos();
      long end = begin;
      for (int i = 0; i == 0 || (end - begin > rate.ptsNanos(1) && end < limit); i++) {
        begin = end;
        trial.render(rate.ptsNanos(i)).close();
        end = clock.nanos();
      }
    }
  }

  /** A loop that ends when it is interrupted. */
  private interface Loop {
    void run() throws InterruptedException;
  }

  private Runnable guarded(String during, Loop loop) {
    return () -> {
      try {
        loop.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // close() wants this thread to end
      } catch (EchoException e) {
        onTrouble.accept(e);
        runtime.report(during, e);
      }
    };
  }

  // ---- hops 1 to 3: bytes -> samples -> beats -> state

  private void runBody() throws InterruptedException {
    BiometricSession broken = null;
    while (!closed) {
      BiometricSession current = body;
      long now = clock.nanos();
      long next = now + SOURCE_CHECK_NANOS;
      if (current != broken) {
        try {
          next = Math.min(next, current.poll(now));
        } catch (BiometricException e) {
          broken = current; // its metrics age from here on; sound and picture go on
          onTrouble.accept(e);
        }
      }
      clock.sleepUntil(next);
    }
  }

  private BiometricSession session(BiometricSource from) {
    trace.clear();
    return BiometricSession.builder()
        .source(new TracedSource(from, trace))
        .listener(
            new BiometricListener() {
              @Override
              public void onBeat(Beat beat) {
                hops.beat(beat);
              }
            })
        .build();
  }

  // ---- hops 4 and 5: state -> block -> spectrum

  private void runSound() throws InterruptedException {
    AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, BLOCK_FRAMES);
    BiometricState state = new BiometricState();
    for (long made = 0; !closed; made++) {
      long ptsNanos = made * BLOCK_FRAMES * 1_000_000_000L / AudioFormat.STEREO_48K.sampleRateHz();
      clock.sleepUntil(startNanos + ptsNanos);
      body.read(state);
      tone.submit(state, ptsNanos);
      tone.render(block);
      tap.process(block);
      broadcast.audio(block);
      hops.stateToSound(state);
      blocksMade = made + 1;
    }
  }

  // ---- hop 6: state + spectrum -> frame

  private void runPictures() throws InterruptedException {
    VideoFormat.Rate rate = engine.format().framesPerSecond();
    PicturePace pace = new PicturePace(rate, keyframeInterval);
    BiometricState state = new BiometricState();
    for (long index = 0; !closed; index++) {
      clock.sleepUntil(startNanos + rate.ptsNanos(index));
      long due = pace.due(index, clock.nanos() - startNanos);
      frames.skipped(due - index);
      index = due;
      givenBack.drainPermits();
      boolean made = makePicture(rate.ptsNanos(index), state);
      while (!made && pace.beginsInterval(index)) {
        givenBack.acquire();
        made = makePicture(rate.ptsNanos(index), state);
      }
      frames.skipped(made ? 0 : 1);
    }
  }

  /** Makes one picture, unless the encoder, being the slow one, still has all frames. */
  private boolean makePicture(long ptsNanos, BiometricState state) {
    body.read(state);
    engine.submit(state, state.timeNanos() - startNanos);
    engine.submit(tap.latest());
    try {
      VideoFrame frame = engine.render(ptsNanos);
      hops.stateToPicture(state);
      broadcast.video(lent(frame));
      frames.made(clock.nanos());
      return true;
    } catch (VisualException e) {
      if (e.kind() != VisualException.Kind.FRAMES_ON_LOAN) {
        throw e;
      }
      return false;
    }
  }

  /** Returns the picture under a loan that tells when it is given back. */
  private VideoFrame lent(VideoFrame frame) {
    return new VideoFrame(
        frame.format(),
        frame.pixels(),
        frame.ptsNanos(),
        frame.originNanos(),
        () -> {
          frame.close();
          givenBack.release();
        });
  }

  // ---- what can be done while it runs

  /**
   * Changes the source; sound and picture go on without a break. What was known about the last body
   * is unknown about the next.
   *
   * @param next open; closed by this pipeline
   */
  public void source(BiometricSource next) {
    Objects.requireNonNull(next, "next");
    BiometricSession last;
    synchronized (this) {
      if (closed) {
        next.close();
        return;
      }
      last = body;
      body = session(next);
      source = next;
    }
    last.close();
  }

  /**
   * Publishes to one more place.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public void add(Destination destination) {
    broadcast.addDestination(destination);
  }

  /** Stops publishing to a place; returns whether there was one of that name. */
  public boolean remove(String name) {
    return broadcast.removeDestination(name);
  }

  // ---- what can be seen

  /** Returns where the newest state of the body can be read. */
  public BiometricStateSource state() {
    return into -> body.read(into);
  }

  /** Returns how the source is doing. */
  public SourceState sourceState() {
    return source.state();
  }

  /** Returns the last seconds of the heart's own signal. */
  public HeartTrace trace() {
    return trace;
  }

  /** Returns how each destination is doing, in the order in which they were added. */
  public List<DestinationHealth> health() {
    return broadcast.health();
  }

  /** Returns how the making goes. */
  public PipelineStats stats() {
    BroadcastStats encoding = broadcast.stats();
    return new PipelineStats(
        started ? clock.nanos() - startNanos : 0,
        frames.made(),
        frames.skipped() + encoding.framesDropped(),
        frames.perSecond(),
        encoding.videoKbps() + encoding.audioKbps(),
        blocksMade,
        hops.snapshot());
  }

  /** Ends the programme: sound and pictures first, then encoders, destinations and the source. */
  @Override
  public void close() {
    List<Thread> ending;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ending = List.copyOf(threads);
    }
    ending.forEach(Thread::interrupt);
    ending.forEach(LivePipeline::join);
    broadcast.close();
    engine.close();
    body.close();
  }

  /** Waits for a thread that was told to end, at most two seconds. */
  static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
