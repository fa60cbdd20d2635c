package io.echosdk.stream;

import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.StreamListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps the states that destinations went through and lets a test wait for one. */
public final class HealthLog implements StreamListener {

  private static final long LIMIT_MS = 15_000;

  private final List<DestinationHealth> changes = new ArrayList<>();

  @Override
  public synchronized void onDestination(DestinationHealth health) {
    changes.add(health);
    notifyAll();
  }

  /** Waits until a destination has been in a state that many times. */
  public synchronized DestinationHealth await(String name, DestinationHealth.State state, int times)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
    while (true) {
      int seen = 0;
      for (DestinationHealth change : changes) {
        if (change.name().equals(name) && change.state() == state && ++seen == times) {
          return change;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(name + " was not " + state + " " + times + " times: " + changes);
      }
      wait(left);
    }
  }

  /** Returns the states of a destination in order. */
  public synchronized List<DestinationHealth.State> states(String name) {
    return changes.stream()
        .filter(change -> change.name().equals(name))
        .map(DestinationHealth::state)
        .toList();
  }
}
