package io.echosdk.server;

import io.echosdk.api.EchoException;
import io.echosdk.api.EchoRuntime;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.audio.ToneProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a pipeline is made of. Not safe for use by several threads. */
public final class LivePipelineBuilder {

  // read by LivePipeline when it is built

  final EchoRuntime runtime;
  @Nullable BiometricSource source;
  @Nullable ToneProgram tone;
  Rendition rendition = Rendition.HD_720P30;
  int particles = 100_000;
  long seed = 1;
  boolean trace;
  @Nullable Path recordings;
  StreamListener listener = new StreamListener() {};
  Consumer<EchoException> onTrouble = trouble -> {};
  final Map<String, Destination> destinations = new LinkedHashMap<>();
  final List<PacketSink> sinks = new ArrayList<>();

  LivePipelineBuilder(EchoRuntime runtime) {
    this.runtime = Objects.requireNonNull(runtime, "runtime");
  }

  /** Sets the body; the pipeline closes it. Compulsory. */
  public LivePipelineBuilder source(BiometricSource value) {
    source = Objects.requireNonNull(value, "source");
    return this;
  }

  /** Sets the sound, 48 kHz stereo; the default is three bowls on 136.1 Hz. */
  public LivePipelineBuilder tone(ToneProgram value) {
    tone = Objects.requireNonNull(value, "tone");
    return this;
  }

  /** Sets size, rate and bitrates; the default is 720p30 at 2.5 Mbps. */
  public LivePipelineBuilder rendition(Rendition value) {
    rendition = Objects.requireNonNull(value, "rendition");
    return this;
  }

  /** Sets how many particles fly; the default is 100,000. */
  public LivePipelineBuilder particles(int value) {
    particles = value;
    return this;
  }

  /** Sets what the particles' chance begins with; the default is 1. */
  public LivePipelineBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Sets whether frames and packets carry the stamps of what shaped them, for measuring. */
  public LivePipelineBuilder trace(boolean value) {
    trace = value;
    return this;
  }

  /** Sets the folder that recordings go to; without it there are none. */
  public LivePipelineBuilder record(Path folder) {
    recordings = Objects.requireNonNull(folder, "folder");
    return this;
  }

  /** Adds a place to publish to. */
  public LivePipelineBuilder destination(Destination value) {
    if (destinations.putIfAbsent(value.name(), value) != null) {
      throw new IllegalArgumentException(
          "destinations need different names but two are called " + value.name());
    }
    return this;
  }

  /** Adds a further sink of packets; the pipeline closes it. */
  public LivePipelineBuilder packets(PacketSink sink) {
    sinks.add(Objects.requireNonNull(sink, "sink"));
    return this;
  }

  /** Sets who hears of destinations and recordings. */
  public LivePipelineBuilder listener(StreamListener value) {
    listener = Objects.requireNonNull(value, "listener");
    return this;
  }

  /** Sets who hears of trouble that the programme survives, from any of its threads. */
  public LivePipelineBuilder onTrouble(Consumer<EchoException> value) {
    onTrouble = Objects.requireNonNull(value, "onTrouble");
    return this;
  }

  /**
   * Builds the pipeline; nothing runs before it is started.
   *
   * @throws IllegalArgumentException naming what is missing or wrong
   */
  public LivePipeline build() {
    if (source == null) {
      throw new IllegalArgumentException("a pipeline needs a source: call source(...)");
    }
    if (tone != null && !tone.format().equals(AudioFormat.STEREO_48K)) {
      throw new IllegalArgumentException("the tone must be 48 kHz stereo but is " + tone.format());
    }
    try {
      return new LivePipeline(this);
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }
}
