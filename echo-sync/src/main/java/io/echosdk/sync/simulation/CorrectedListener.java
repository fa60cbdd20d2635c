package io.echosdk.sync.simulation;

import io.echosdk.sync.playback.Correction;
import io.echosdk.sync.playback.SyncGroup;
import io.echosdk.sync.playback.Timeline;

/**
 * A listener that knows neither the server's time nor rates: it starts where it is told to, tells
 * every five seconds where it is, and jumps when the group says so. What it is told is as old as
 * the way that it came.
 */
final class CorrectedListener implements Listener {

  private static final String NAME = "listener";
  private static final long ENDLESS_NANOS = Long.MAX_VALUE / 4;

  private final SimulatedPath path;
  private final SimulatedPlayer player;
  private final SyncGroup group = SyncGroup.builder().leadNanos(0).build();
  private long nextPing;
  private long positionSent;
  private long heardAt = Long.MAX_VALUE; // when the server hears where the player is
  private long answeredAt = Long.MAX_VALUE; // when the player hears where it should be
  private Correction answer = new Correction.None();
  private boolean begun;
  private long seeks;

  CorrectedListener(SimulatedPath path, SimulatedPlayer player, Timeline timeline) {
    this.path = path;
    this.player = player;
    group.join(NAME);
    long item = group.add(NAME, "programme", ENDLESS_NANOS).id();
    group.play(NAME, item, timeline.anchorNanos());
    group.loaded(NAME, item, timeline.anchorNanos());
  }

  @Override
  public void act() {
    long now = player.trueNanos();
    if (now >= answeredAt) {
      answeredAt = Long.MAX_VALUE;
      obey(answer, now);
    }
    if (now >= heardAt) {
      heardAt = Long.MAX_VALUE;
      answer = begun ? group.ping(NAME, positionSent, now) : first(now);
      answeredAt = path.loses() ? Long.MAX_VALUE : now + path.downNanos(now);
    }
    if (now >= nextPing) {
      nextPing = now + SyncGroup.PING_INTERVAL_NANOS;
      positionSent = player.positionNanos();
      heardAt = path.loses() ? Long.MAX_VALUE : now + path.upNanos(now);
    }
  }

  private Correction first(long now) {
    return now < group.timeline().anchorNanos()
        ? new Correction.None()
        : new Correction.Seek(group.timeline().positionAt(now));
  }

  private void obey(Correction correction, long now) {
    if (correction instanceof Correction.Seek seek) {
      jump(seek.positionNanos(), now);
    } else if (correction instanceof Correction.PauseAndResync resync) {
      jump(resync.positionNanos(), now);
    }
  }

  private void jump(long positionNanos, long now) {
    seeks += begun ? 1 : 0;
    begun = true;
    player.start(0, positionNanos, player.local(now));
  }

  @Override
  public long seeks() {
    return seeks;
  }

  @Override
  public long rateMoves() {
    return 0;
  }
}
