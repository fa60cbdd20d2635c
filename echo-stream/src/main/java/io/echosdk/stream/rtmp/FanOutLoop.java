package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.StreamListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The event loop of one broadcast: takes packets from the encoder's thread, makes each one's image
 * there, and hands it to every destination in one task.
 *
 * <p>If the loop itself falls behind, images beyond {@link #MAX_INFLIGHT_BYTES} are not handed over
 * until the next keyframe, so that a busy machine costs pictures and not memory.
 */
public final class FanOutLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FanOutLoop.class);
  private static final long MAX_INFLIGHT_BYTES = 64L << 20;
  private static final long TICK_MS = 100;
  private static final long GOODBYE_MS = 2_000;

  private final EchoRuntime runtime;
  private final Publisher.Settings settings;
  private final StreamListener listener;
  private final LoopThread thread;
  private final SerialExecutor listeners;
  private final Programme programme = new Programme();
  private final AtomicLong inflightBytes = new AtomicLong();
  private boolean overrun; // written and read by the encoder's thread
  private final Map<String, Publisher> publishers = new LinkedHashMap<>(); // guarded by this
  private final List<Publisher> active = new ArrayList<>(); // the loop's, as the next
  private final List<Publisher> leaving = new ArrayList<>();
  private final Map<String, String> warned = new HashMap<>(); // by name; of the listeners' thread
  private boolean closed; // guarded by this
  private volatile boolean ending; // written by close(), read by the encoder's thread

  /** Starts the loop's thread. */
  public FanOutLoop(EchoRuntime runtime, Publisher.Settings settings, StreamListener listener) {
    this.runtime = runtime;
    this.settings = settings;
    this.listener = listener;
    listeners = new SerialExecutor(runtime);
    thread = new LoopThread(runtime, "rtmp");
    thread.loop().scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  /** Takes the header; from the encoder's thread. */
  public void header(StreamHeader header) {
    run(
        () -> {
          programme.introduction(Introduction.of(header));
          active.forEach(Publisher::headerKnown);
        });
  }

  /** Takes a packet; from the encoder's thread. */
  public void accept(EncodedPacket packet) {
    boolean keyframe = packet.track() == EncodedPacket.Track.VIDEO && packet.keyframe();
    if (ending) {
      return;
    }
    if (inflightBytes.get() > MAX_INFLIGHT_BYTES || (overrun && !keyframe)) {
      overrun = true;
      return;
    }
    overrun = false;
    WireImage image = WireImage.of(packet, thread.allocator());
    inflightBytes.addAndGet(image.length());
    if (!run(() -> distribute(image))) {
      image.release();
    }
  }

  private void distribute(WireImage image) {
    inflightBytes.addAndGet(-image.length());
    programme.cache().add(image);
    for (Publisher publisher : active) {
      publisher.offer(image);
    }
    image.release();
  }

  /** Adds a destination; from any thread. */
  public synchronized void add(Destination destination) {
    if (closed) {
      throw new IllegalStateException("cannot add a destination: the broadcast is closed");
    }
    if (publishers.containsKey(destination.name())) {
      throw new IllegalArgumentException(
          "a destination named '" + destination.name() + "' exists already");
    }
    Publisher publisher =
        new Publisher(
            runtime,
            thread.loop(),
            thread.allocator(),
            destination,
            programme,
            settings,
            this::changed);
    publishers.put(destination.name(), publisher);
    run(
        () -> {
          active.add(publisher);
          publisher.start();
        });
  }

  /** Takes leave of a destination; from any thread. */
  public synchronized boolean remove(String name) {
    Publisher publisher = publishers.remove(name);
    if (publisher == null) {
      return false;
    }
    run(() -> leave(publisher));
    return true;
  }

  private void leave(Publisher publisher) {
    active.remove(publisher);
    publisher.stop();
    if (!publisher.gone()) {
      leaving.add(publisher);
      thread.loop().schedule(publisher::cut, GOODBYE_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Returns the destinations in order of adding; from any thread. */
  public synchronized Collection<Publisher> publishers() {
    return List.copyOf(publishers.values());
  }

  /** Returns how many bytes outside the heap are in use. */
  public long directBytes() {
    return thread.directBytes();
  }

  private void tick() {
    active.forEach(Publisher::tick);
    leaving.removeIf(Publisher::gone);
  }

  private void changed(DestinationHealth health) {
    listeners.execute(
        () -> {
          log(health);
          listener.onDestination(health);
        });
  }

  /** Warns once of a trouble that lasts, however often a destination is tried again. */
  private void log(DestinationHealth health) {
    switch (health.state()) {
      case LIVE, STOPPED -> {
        warned.remove(health.name());
        LOG.info("destination {} is {}", health.name(), health.state());
      }
      case DEGRADED, BACKOFF, FAILED -> {
        String trouble = health.state() + ": " + health.detail();
        Level level = trouble.equals(warned.put(health.name(), trouble)) ? Level.DEBUG : Level.WARN;
        LOG.atLevel(level).log("destination {} is {}", health.name(), trouble);
      }
      case CONNECTING -> LOG.debug("destination {} is CONNECTING", health.name());
    }
  }

  private boolean run(Runnable task) {
    try {
      thread.loop().execute(task);
      return true;
    } catch (RejectedExecutionException closedMeanwhile) {
      return false;
    }
  }

  /** Takes leave of all destinations, then ends the loop. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ending = true;
      for (String name : List.copyOf(publishers.keySet())) {
        remove(name);
      }
    }
    awaitGoodbyes();
    run(
        () -> {
          leaving.forEach(Publisher::cut);
          programme.cache().clear();
        });
    thread.close();
    listeners.close();
  }

  private void awaitGoodbyes() {
    CountDownLatch gone = new CountDownLatch(1);
    if (run(() -> pollGone(gone))) {
      try {
        gone.await(GOODBYE_MS + 500, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // then without waiting for the rest
      }
    }
  }

  private void pollGone(CountDownLatch gone) {
    leaving.removeIf(Publisher::gone);
    if (leaving.isEmpty()) {
      gone.countDown();
    } else {
      thread.loop().schedule(() -> pollGone(gone), 5, TimeUnit.MILLISECONDS);
    }
  }
}
