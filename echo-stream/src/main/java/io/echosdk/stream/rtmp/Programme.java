package io.echosdk.stream.rtmp;

/**
 * What all receivers of one stream share: its introduction and the packets since a keyframe. One
 * thread at a time.
 */
final class Programme {

  private static final long CACHE_BYTES = 64L << 20; // 12 s at 40 Mbps

  private final GopCache cache = new GopCache(CACHE_BYTES);
  private Introduction introduction = Introduction.NONE;
  private boolean known;

  /** Sets what a receiver is told first. */
  void introduction(Introduction value) {
    introduction = value;
    known = true;
  }

  Introduction introduction() {
    return introduction;
  }

  /** Returns whether a receiver can be told what comes. */
  boolean known() {
    return known;
  }

  GopCache cache() {
    return cache;
  }

  /** Introduces the programme to a new receiver and fills its queue from the last keyframe on. */
  void welcome(Outlet outlet, SendQueue queue) {
    queue.forgetSent();
    queue.restart(cache);
    introduction.writeTo(outlet, queue.oldestMs());
    if (!queue.drainTo(outlet)) {
      outlet.flush();
    }
  }
}
