package io.echosdk.sync.playback;

import java.util.Arrays;

/**
 * Tells a new route from a queue. A new route makes both ways longer, or both shorter, by the same,
 * and leaves the offset of the clocks alone; a queue is on one way, or on each of its own length.
 *
 * <p>What came before a change is moved along with the route, so that it goes on to say where the
 * clocks are. The move is the smaller rise, or the larger fall, of the two ways' fastest packets:
 * what the other way has beyond that, it waited.
 *
 * <p>Decided by likelihoods, of waits that are exponential up to a point and may have any reason
 * beyond it. A rise is believed once both ways' packets have become unlikely without it. A way that
 * falls below all that is remembered was either never seen without a queue, or the route is new:
 * then the other way has to fall as well, packet by packet more surely. A change is looked at anew
 * with every exchange, for a minute of the slow rhythm, and then is either made for good or not at
 * all.
 */
final class RouteChange {

  /** A wait of more than so many times the usual one may have any reason (1 of 12 packets). */
  private static final double MOST_SURPRISE = 2.5;

  /** Natural logarithm of how much likelier a change must be than none. */
  private static final double SURE = 12;

  /** The same for a fall to be looked at, and for it to be taken back at the end. */
  private static final double SUSPICIOUS = 9;

  private static final double REFUTED = 3;

  private static final int LOOKED_AT = FastPackets.SINGLES - 2;

  /** So many packets of a new route tell how long packets wait on it. */
  private static final int WAITS_KNOWN = 8;

  private static final int LEAST_PLACES = 20;
  private static final int LEAST_BEFORE = 8;

  /** More exchanges than this prove no more of what the fastest packet takes. */
  private static final double MOST_PROOF = 60;

  private static final double SLOW_INTERVAL_NANOS = 2e9;

  /** A quarter of exponential waits is below this share of their mean. */
  private static final double QUARTER = -Math.log(0.75);

  private final double[] lowestUp = new double[FastPackets.CAPACITY]; // before a place
  private final double[] lowestDown = new double[FastPackets.CAPACITY];
  private final double[] sorted = new double[FastPackets.CAPACITY];
  private int since; // exchanges since the change that is being looked at; 0 if none is
  private double by;
  private double gap;
  private double against;
  private double waitUp;
  private double waitDown;

  /**
   * Looks for changes, after an exchange.
   *
   * @param packets what is remembered; is moved when a change is made for good
   * @param up the delays of the way up, ns, the clocks' skew taken off; what is older than a change
   *     is moved
   * @param down of the way down
   */
  void look(FastPackets packets, double[] up, double[] down) {
    int count = packets.count();
    int place = count;
    if (since > 0) {
      since++;
      place = count - since;
      move(place, by, up, down);
    }
    int firstSingle = count - packets.singles();
    if (since > 0) {
      if (since >= WAITS_KNOWN) {
        learnWaits(place, count, up, down);
      } else {
        learnWaits(firstSingle, place - firstSingle > 4 ? place : count, up, down);
      }
      lookAgain(packets, place, up, down);
    }
    learnWaits(firstSingle, count, up, down);
    if (count >= LEAST_PLACES) {
      int from = Math.max(since > 0 ? place + 2 : LEAST_BEFORE, count - LOOKED_AT);
      search(packets, from, up, down);
    }
  }

  private static void move(int place, double nanos, double[] up, double[] down) {
    for (int i = 0; i < place; i++) {
      up[i] += nanos;
      down[i] += nanos;
    }
  }

  private void learnWaits(int from, int to, double[] up, double[] down) {
    waitUp = usualWait(up, from, to);
    waitDown = usualWait(down, from, to);
  }

  /** The mean wait beyond the fastest, told by the quarter that waited least. */
  private double usualWait(double[] delays, int from, int to) {
    System.arraycopy(delays, from, sorted, 0, to - from);
    Arrays.sort(sorted, 0, to - from);
    return Clocks.GRAIN_NANOS + (sorted[(to - from) / 4] - sorted[0]) / QUARTER;
  }

  private void lookAgain(FastPackets packets, int place, double[] up, double[] down) {
    int count = packets.count();
    double roseUp = by + least(up, place, count) - least(up, 0, place);
    double roseDown = by + least(down, place, count) - least(down, 0, place);
    double evidence = evidence(packets, place, roseUp, roseDown);
    boolean last = since >= LOOKED_AT;
    boolean believed = evidence > 0 && !(last && against > REFUTED);
    double now = believed ? Math.min(roseUp, roseDown) : 0;
    move(place, now - by, up, down);
    by = now;
    gap = Math.abs(roseUp - roseDown);
    if (last) {
      settle(packets);
    }
  }

  /** Makes the change that is being looked at for good. */
  private void settle(FastPackets packets) {
    packets.moveBefore(packets.count() - since, Math.round(by));
    since = 0;
    by = 0;
  }

  /** Looks at the likeliest change since a place, if there is one. */
  private void search(FastPackets packets, int from, double[] up, double[] down) {
    int count = packets.count();
    for (int i = from; i < count; i++) {
      lowestUp[i] = i == from ? least(up, 0, i) : Math.min(lowestUp[i - 1], up[i - 1]);
      lowestDown[i] = i == from ? least(down, 0, i) : Math.min(lowestDown[i - 1], down[i - 1]);
    }
    double newUp = Double.POSITIVE_INFINITY;
    double newDown = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = count - 1; i >= from; i--) {
      newUp = Math.min(newUp, up[i]);
      newDown = Math.min(newDown, down[i]);
      double roseUp = newUp - lowestUp[i];
      double roseDown = newDown - lowestDown[i];
      double evidence = evidence(packets, i, roseUp, roseDown);
      if (evidence > most) {
        if (since > 0 && most == 0) {
          settle(packets);
        }
        most = evidence;
        since = count - i;
        by = Math.min(roseUp, roseDown);
        gap = Math.abs(roseUp - roseDown);
      }
    }
    if (most > 0) {
      move(count - since, by, up, down);
    }
  }

  /** The logarithm of how much likelier a change at this place is than it must be. */
  private double evidence(FastPackets packets, int place, double roseUp, double roseDown) {
    int after = packets.count() - place;
    double rose = Math.min(roseUp, roseDown);
    if (rose > 0) {
      against = 0;
      return after * (saved(roseUp, rose, waitUp) + saved(roseDown, rose, waitDown)) - SURE;
    }
    boolean upFell = roseUp < roseDown;
    double proof = Math.min(MOST_PROOF, packets.spanNanos(place) / SLOW_INTERVAL_NANOS);
    double before = Math.min(SURE, proof * surprise(-rose, upFell ? waitUp : waitDown));
    double other = upFell ? roseDown : roseUp;
    double wait = upFell ? waitDown : waitUp;
    against = after * (surprise(other - rose, wait) - surprise(Math.max(0, other), wait));
    return before < SUSPICIOUS ? -1 : before - against;
  }

  /** How much likelier a wait is if the way itself has become longer. */
  private static double saved(double waited, double longer, double usual) {
    return surprise(waited, usual) - surprise(waited - longer, usual);
  }

  /** How unlikely it is that a packet waits as long: the negative logarithm of the probability. */
  private static double surprise(double waited, double usual) {
    return Math.min(waited / usual, MOST_SURPRISE);
  }

  private static double least(double[] values, int from, int to) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = from; i < to; i++) {
      least = Math.min(least, values[i]);
    }
    return least;
  }

  /** Returns how long a packet of the way up waits as a rule, ns. */
  double waitUp() {
    return waitUp;
  }

  /** Returns how long a packet of the way down waits as a rule, ns. */
  double waitDown() {
    return waitDown;
  }

  /** Returns by how much the offset would differ if a fall of the route were none, ns. */
  double doubtNanos() {
    return since > 0 && by < 0 ? gap / 2 : 0;
  }

  void reset() {
    since = 0;
    by = 0;
  }
}
