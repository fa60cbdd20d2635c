package io.echosdk.stream;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.AudioEncoder;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.api.stream.VideoEncoder;
import io.echosdk.api.visual.PixelFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.stream.record.Recorder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live programme: pictures and sound go in, are encoded once, and the packets go to every
 * destination, to the recording and to any further {@link PacketSink}.
 *
 * <pre>{@code
 * try (Broadcast broadcast =
 *     Broadcast.builder(runtime)
 *         .destination(Destination.parse("mine", "rtmp://host/live/key"))
 *         .record(Path.of("recordings"))
 *         .build()) {
 *   broadcast.start();
 *   broadcast.video(engine.render(ptsNanos)); // at 30 fps, from the picture's thread
 *   broadcast.audio(block); // from the sound's thread
 * }
 * }</pre>
 *
 * <p>Pictures and sound have a thread of their own each; a slow encoder skips pictures, a slow
 * destination or disk never holds up an encoder. Both clocks count from the programme's beginning.
 * Keyframes come with the first picture at or after every whole multiple of the rendition's
 * interval. All methods are safe from any thread.
 */
public final class Broadcast implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);
  private static final long FINISH_MILLIS = 2_000;

  private final EchoRuntime runtime;
  private final Rendition rendition;
  private final AudioFormat soundFormat;
  private final String encoderName;
  private final boolean trace;
  private final StreamListener listener;
  private final @Nullable Path recordInto;
  private final RtmpFanOut destinations;
  private final PacketFan fan;
  private final BitrateMeter videoRate = new BitrateMeter();
  private final BitrateMeter audioRate = new BitrateMeter();
  private final Object life = new Object();
  private volatile @Nullable Running running; // written under life, read by any
  private boolean closed; // guarded by life
  private volatile long programmeNanos; // written by the encoder thread, read by any

  private Broadcast(Builder builder) {
    runtime = builder.runtime;
    rendition = builder.rendition;
    soundFormat = builder.soundFormat;
    encoderName = builder.encoderName;
    trace = builder.trace;
    listener = builder.listener;
    recordInto = builder.recordInto;
    fan = new PacketFan(runtime, listener);
    destinations = RtmpFanOut.builder(runtime).listener(listener).build();
    fan.add(destinations);
    builder.sinks.forEach(fan::add);
    builder.destinations.forEach(destinations::add);
  }

  /** What exists between start and close. */
  private record Running(
      VideoLane video, AudioLane audio, Thread videoThread, Thread audioThread) {}

  /** Returns a builder with every default in place: 720p30, 48 kHz stereo, nowhere to go. */
  public static Builder builder(EchoRuntime runtime) {
    return new Builder(runtime);
  }

  /**
   * Opens the encoders, then the way to every sink.
   *
   * @throws StreamException if an encoder does not open or the recording's folder cannot be
   *     written; nothing is left behind then
   * @throws IllegalStateException if it was started or closed before
   */
  public void start() {
    synchronized (life) {
      if (closed || running != null) {
        throw new IllegalStateException("a broadcast starts once");
      }
      PacketSink recorder =
          recordInto == null ? null : Recorder.into(recordInto, runtime, listener);
      VideoEncoder video = Encoders.h264(rendition, encoderName);
      AudioEncoder audio = openSound(video);
      if (recorder != null) {
        fan.add(recorder);
      }
      fan.header(
          new StreamHeader(
              rendition,
              soundFormat.sampleRateHz(),
              soundFormat.channels(),
              video.config(),
              audio.config()));
      VideoLane videoLane = new VideoLane(video, rendition, runtime.clock(), this::onVideo);
      AudioLane audioLane = new AudioLane(audio, soundFormat, this::onAudio);
      running =
          new Running(
              videoLane,
              audioLane,
              runtime.start("encoder", guarded(videoLane::run)),
              runtime.start("sound-encoder", guarded(audioLane::run)));
    }
    LOG.info(
        "broadcast of {}x{} at {} kbps started with {}",
        rendition.width(),
        rendition.height(),
        rendition.videoKbps(),
        encoderName);
  }

  private AudioEncoder openSound(VideoEncoder opened) {
    try {
      return Encoders.aac(soundFormat, rendition.audioKbps());
    } catch (StreamException e) {
      opened.close();
      throw e;
    }
  }

  private Runnable guarded(Runnable lane) {
    return () -> {
      try {
        lane.run();
      } catch (StreamException e) {
        listener.onTrouble(e);
      }
    };
  }

  /**
   * Takes a picture and its ownership; never waits for the encoder. Before the start and after the
   * end it is given back at once.
   *
   * @param frame NV12 of the rendition's size; later than the last one
   */
  public void video(VideoFrame frame) {
    boolean fits =
        frame.format().pixels() == PixelFormat.NV12
            && frame.format().width() == rendition.width()
            && frame.format().height() == rendition.height();
    if (!fits) {
      frame.close();
      throw new IllegalArgumentException(
          "the broadcast takes NV12 of "
              + rendition.width()
              + "x"
              + rendition.height()
              + " but the frame is "
              + frame.format());
    }
    Running now = running;
    if (now == null) {
      frame.close();
    } else {
      now.video.offer(frame);
    }
  }

  /**
   * Takes a copy of a block of sound; never waits for the encoder.
   *
   * @param block of the broadcast's format; borrowed
   */
  public void audio(AudioBlock block) {
    Running now = running;
    if (now != null) {
      now.audio.offer(block);
    }
  }

  /**
   * Begins to publish to a server; what becomes of it is seen in {@link #health()}.
   *
   * @throws IllegalArgumentException if there is a destination of that name
   */
  public void addDestination(Destination destination) {
    destinations.add(destination);
  }

  /**
   * Ends publishing to a server and takes leave of it.
   *
   * @return whether there was a destination of that name
   */
  public boolean removeDestination(String name) {
    return destinations.remove(name);
  }

  /** Returns how each destination is doing, in order of adding. */
  public List<DestinationHealth> health() {
    return destinations.health();
  }

  /**
   * Adds a sink and takes its ownership: the broadcast closes it. It begins with the next keyframe.
   */
  public void packets(PacketSink sink) {
    fan.add(sink);
  }

  /** Lets go of a sink and closes it; does nothing if it is not there. */
  public void remove(PacketSink sink) {
    fan.remove(sink);
  }

  /** Returns how the making goes. */
  public BroadcastStats stats() {
    Running now = running;
    if (now == null) {
      return new BroadcastStats(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    return new BroadcastStats(
        now.video.framesIn(),
        now.video.framesOut(),
        now.video.framesDropped(),
        now.video.encodeNanos().at(0.5) / 1e6,
        now.video.encodeNanos().at(0.99) / 1e6,
        videoRate.kbps(),
        audioRate.kbps(),
        now.audio.blocksDropped(),
        programmeNanos);
  }

  private void onVideo(EncodedPacket packet) {
    EncodedPacket outgoing = trace ? TraceSei.stamp(packet) : packet;
    videoRate.add(outgoing.ptsNanos(), outgoing.payload().remaining());
    programmeNanos = outgoing.ptsNanos();
    fan.accept(outgoing);
  }

  private void onAudio(EncodedPacket packet) {
    audioRate.add(packet.ptsNanos(), packet.payload().remaining());
    fan.accept(packet);
  }

  /** Encodes what is queued, ends every sink, frees all. Bounded in time, idempotent. */
  @Override
  public void close() {
    Running last;
    synchronized (life) {
      if (closed) {
        return;
      }
      closed = true;
      last = running;
    }
    if (last != null) {
      last.video.end();
      last.audio.end();
      finish(last.videoThread);
      finish(last.audioThread);
    }
    fan.close();
    if (last != null) {
      BroadcastStats end = stats();
      LOG.info(
          "broadcast ended: {} pictures encoded, {} skipped", end.framesOut(), end.framesDropped());
    }
  }

  private static void finish(Thread thread) {
    try {
      thread.join(FINISH_MILLIS);
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(FINISH_MILLIS);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /** Settings of a broadcast. Not safe for use by several threads. */
  public static final class Builder {

    private final EchoRuntime runtime;
    private Rendition rendition = Rendition.HD_720P30;
    private AudioFormat soundFormat = AudioFormat.STEREO_48K;
    private String encoderName = Encoders.SOFTWARE_H264;
    private StreamListener listener = new StreamListener() {};
    private boolean trace;
    private @Nullable Path recordInto;
    private final List<Destination> destinations = new ArrayList<>();
    private final List<PacketSink> sinks = new ArrayList<>();

    private Builder(EchoRuntime runtime) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
    }

    /** Sets size, rate and bitrates; the default is {@link Rendition#HD_720P30}. */
    public Builder rendition(Rendition value) {
      rendition = Objects.requireNonNull(value, "rendition");
      return this;
    }

    /** Sets the format of the sound; the default is {@link AudioFormat#STEREO_48K}. */
    public Builder audio(AudioFormat value) {
      soundFormat = Objects.requireNonNull(value, "audio");
      return this;
    }

    /** Sets FFmpeg's name of the H.264 encoder; the default is {@link Encoders#SOFTWARE_H264}. */
    public Builder encoder(String name) {
      encoderName = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Adds a server to publish to. */
    public Builder destination(Destination destination) {
      destinations.add(Objects.requireNonNull(destination, "destination"));
      return this;
    }

    /** Adds a sink; the broadcast will own and close it. */
    public Builder packets(PacketSink sink) {
      sinks.add(Objects.requireNonNull(sink, "sink"));
      return this;
    }

    /**
     * Sets the folder to record into, in files of half a minute; the default is not to record.
     * Leftovers of a process that was killed there are completed first.
     */
    public Builder record(Path directory) {
      recordInto = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /** Sets who hears what happens. */
    public Builder listener(StreamListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** Sets whether every picture carries its origin inside, see {@link TraceSei}. */
    public Builder trace(boolean value) {
      trace = value;
      return this;
    }

    /**
     * Builds the broadcast. Destinations are connected to at once; encoders and files are opened by
     * {@link Broadcast#start()}.
     */
    public Broadcast build() {
      return new Broadcast(this);
    }
  }
}
