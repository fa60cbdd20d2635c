package io.echosdk.stream;

import io.echosdk.api.Secret;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.stream.ingest.IngestStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Keeps what an ingest server receives and lets a test wait for it. */
public final class Arrivals implements IngestListener {

  private static final long LIMIT_MS = 10_000;

  private final Predicate<String> keys;
  private final List<EncodedPacket> packets = new ArrayList<>();
  private int started;
  private final List<IngestStream> ended = new ArrayList<>();
  private int asked;

  /** Lets every publisher in. */
  public Arrivals() {
    this(key -> true);
  }

  /** Lets in whom the predicate accepts. */
  public Arrivals(Predicate<String> keys) {
    this.keys = keys;
  }

  @Override
  public synchronized boolean onPublish(String app, Secret key) {
    asked++;
    notifyAll();
    return keys.test(key.reveal());
  }

  @Override
  public synchronized void onStarted(IngestStream stream) {
    started++;
    notifyAll();
  }

  @Override
  public synchronized void onPacket(long streamId, EncodedPacket packet) {
    packets.add(packet);
    notifyAll();
  }

  @Override
  public synchronized void onEnded(IngestStream stream) {
    ended.add(stream);
    notifyAll();
  }

  /** Returns what came so far. */
  public synchronized List<EncodedPacket> packets() {
    return List.copyOf(packets);
  }

  /** Forgets what came so far. */
  public synchronized void clear() {
    packets.clear();
  }

  public synchronized int asked() {
    return asked;
  }

  /** Waits for that many packets and returns all that came. */
  public synchronized List<EncodedPacket> awaitPackets(int count) throws InterruptedException {
    await(() -> packets.size() >= count, "packets, " + packets.size() + " of " + count);
    return List.copyOf(packets);
  }

  /** Waits for the packet of that time, to the millisecond, and returns all that came. */
  public synchronized List<EncodedPacket> awaitLast(EncodedPacket last)
      throws InterruptedException {
    long timeMs = last.dtsNanos() / 1_000_000;
    await(
        () ->
            packets.stream()
                .anyMatch(p -> p.track() == last.track() && p.dtsNanos() / 1_000_000 == timeMs),
        "packet at " + timeMs + " ms");
    return List.copyOf(packets);
  }

  public synchronized void awaitStarted(int count) throws InterruptedException {
    await(() -> started >= count, "start of stream " + count);
  }

  /** Waits until that many streams have ended and returns the last. */
  public synchronized IngestStream awaitEnded(int count) throws InterruptedException {
    await(() -> ended.size() >= count, "end of stream " + count);
    return ended.get(count - 1);
  }

  private void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("did not see in " + LIMIT_MS + " ms: " + what);
      }
      wait(left);
    }
  }
}
