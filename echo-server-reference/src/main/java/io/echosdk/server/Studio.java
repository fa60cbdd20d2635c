package io.echosdk.server;

import io.echosdk.api.EchoException;
import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person controls: which source drives the programme, where it is published, and whether it
 * runs. Holds at most one {@link LivePipeline}, made at each start from what has been chosen;
 * choices outlive it.
 *
 * <p>Verbs may take seconds (natives, sockets) and run one at a time. What is asked at screen rate,
 * {@link #state()}, {@link #readState}, {@link #stats()}, {@link #trace()} and {@link
 * #destinations()}, never waits for a verb.
 */
public final class Studio implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Studio.class);

  /** What the programme is doing. */
  public enum State {
    /** Nothing runs. */
    STOPPED,
    /** Natives are being loaded, encoders opened. */
    STARTING,
    /** On air. */
    RUNNING,
    /** The last start or the running programme failed; see {@link #trouble()}. */
    FAILED
  }

  /**
   * A destination and how it is doing.
   *
   * @param destination where
   * @param own whether it is the server's own, which nobody can remove
   * @param health how it is doing, or null while no programme runs
   */
  public record Place(Destination destination, boolean own, @Nullable DestinationHealth health) {}

  private final EchoRuntime runtime;
  private final Sources sources;
  private final Supplier<LivePipelineBuilder> maker;
  private final @Nullable Destination own;
  private final Object verbs = new Object(); // held while something is changed
  private volatile Map<String, Destination> chosen = Map.of(); // replaced under verbs
  private volatile Sources.Source source; // written under verbs
  private volatile State state = State.STOPPED; // written under verbs
  private volatile String trouble = ""; // written under verbs and by the pipeline's listener
  private volatile @Nullable LivePipeline pipeline; // written under verbs
  private boolean closed; // guarded by verbs

  /**
   * Creates a studio in which nothing runs.
   *
   * @param runtime threads and time
   * @param sources what can be chosen; the first of them is
   * @param own where the server itself takes the programme, or null
   * @param maker begins a pipeline at each start; the studio adds the source and the destinations
   */
  public Studio(
      EchoRuntime runtime,
      Sources sources,
      @Nullable Destination own,
      Supplier<LivePipelineBuilder> maker) {
    this.runtime = Objects.requireNonNull(runtime, "runtime");
    this.sources = Objects.requireNonNull(sources, "sources");
    this.maker = Objects.requireNonNull(maker, "maker");
    this.own = own;
    this.source = sources.find(sources.first());
  }

  /** Returns what can be chosen. */
  public Sources sources() {
    return sources;
  }

  /** Returns the time that all stamps are in. */
  public long nowNanos() {
    return runtime.clock().nanos();
  }

  /** Returns what the programme is doing. */
  public State state() {
    return state;
  }

  /** Returns the last trouble in one sentence; empty if there was none. */
  public String trouble() {
    return trouble;
  }

  /** Returns the chosen source. */
  public Sources.Source source() {
    return source;
  }

  /** Returns how the running source is doing, or null while nothing runs. */
  public @Nullable SourceState sourceState() {
    LivePipeline running = pipeline;
    return running == null ? null : running.sourceState();
  }

  /** Returns how the line is doing, or null while nothing runs. */
  public @Nullable PipelineStats stats() {
    LivePipeline running = pipeline;
    return running == null ? null : running.stats();
  }

  /** Returns the heart's own signal, or null while nothing runs. */
  public @Nullable HeartTrace trace() {
    LivePipeline running = pipeline;
    return running == null ? null : running.trace();
  }

  /** Copies what is known about the body; nothing is while nothing runs. */
  public void readState(BiometricState into) {
    LivePipeline running = pipeline;
    if (running == null) {
      into.clear();
    } else {
      running.state().read(into);
    }
  }

  /** Starts the programme; does nothing if it runs. */
  public void start() {
    synchronized (verbs) {
      if (closed) {
        throw new IllegalStateException("the studio is closed");
      }
      if (state == State.RUNNING) {
        return;
      }
      state = State.STARTING;
      trouble = "";
      try {
        pipeline = open();
        state = State.RUNNING;
      } catch (EchoException e) {
        state = State.FAILED;
        trouble = e.getMessage();
        throw e;
      } catch (RuntimeException | Error e) {
        state = State.FAILED;
        trouble = "the programme could not start: see the log";
        throw e;
      }
      LOG.info("programme started from {}", source.label());
    }
  }

  private LivePipeline open() {
    LivePipelineBuilder builder = maker.get().source(sources.open(source.id()));
    builder.onTrouble(error -> trouble = error.getMessage());
    if (own != null) {
      builder.destination(own);
    }
    chosen.values().forEach(builder::destination);
    LivePipeline opened = builder.build();
    try {
      opened.start();
      return opened;
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /** Stops the programme; does nothing if it does not run. */
  public void stop() {
    synchronized (verbs) {
      LivePipeline running = pipeline;
      pipeline = null;
      state = State.STOPPED;
      if (running != null) {
        running.close();
        LOG.info("programme stopped");
      }
    }
  }

  /**
   * Chooses the source; a running programme changes over without a break.
   *
   * @throws NoSuchElementException if there is no source of that id
   * @throws io.echosdk.api.biometric.BiometricException if it cannot be read; the old one goes on
   */
  public void choose(String id) {
    synchronized (verbs) {
      Sources.Source next = sources.find(id);
      BiometricSource opened = sources.open(id); // also while stopped, so that a bad file shows now
      LivePipeline running = pipeline;
      if (running == null) {
        opened.close();
      } else {
        running.source(opened);
      }
      source = next;
      LOG.info("source is now {}", next.label());
    }
  }

  /**
   * Publishes to one more place, now if the programme runs, else from its start.
   *
   * @return false if the name is taken; nothing has changed then
   */
  public boolean add(Destination destination) {
    synchronized (verbs) {
      boolean taken =
          chosen.containsKey(destination.name())
              || (own != null && own.name().equals(destination.name()));
      if (taken) {
        return false;
      }
      LivePipeline running = pipeline;
      if (running != null) {
        running.add(destination);
      }
      Map<String, Destination> next = new LinkedHashMap<>(chosen);
      next.put(destination.name(), destination);
      chosen = next;
      return true;
    }
  }

  /**
   * Stops publishing to a place and forgets it.
   *
   * @return false if there is none of that name that may be removed
   */
  public boolean remove(String name) {
    synchronized (verbs) {
      if (!chosen.containsKey(name)) {
        return false;
      }
      Map<String, Destination> next = new LinkedHashMap<>(chosen);
      next.remove(name);
      chosen = next;
      LivePipeline running = pipeline;
      if (running != null) {
        running.remove(name);
      }
      return true;
    }
  }

  /** Returns all places in the order in which they were added, the server's own first. */
  public List<Place> destinations() {
    LivePipeline running = pipeline;
    Map<String, DestinationHealth> health = new LinkedHashMap<>();
    if (running != null) {
      running.health().forEach(each -> health.put(each.name(), each));
    }
    List<Place> places = new ArrayList<>();
    if (own != null) {
      places.add(new Place(own, true, health.get(own.name())));
    }
    chosen.forEach((name, each) -> places.add(new Place(each, false, health.get(name))));
    return List.copyOf(places);
  }

  /** Stops the programme for good. Idempotent. */
  @Override
  public void close() {
    synchronized (verbs) {
      closed = true;
      stop();
    }
  }
}
