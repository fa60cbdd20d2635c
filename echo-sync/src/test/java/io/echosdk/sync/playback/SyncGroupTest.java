package io.echosdk.sync.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.SyncException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncGroupTest {

  private static final long SECOND = 1_000_000_000;

  private final List<Timeline> heard = new ArrayList<>();
  private final SyncGroup group = SyncGroup.builder().listener(heard::add).build();

  private void twoWithTwoItems() {
    group.join("ann");
    group.join("bob");
    group.add("ann", "one", 60 * SECOND);
    group.add("bob", "two", 30 * SECOND);
  }

  @Test
  void aGroupBeginsIdle() {
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.IDLE);
    assertThat(group.poll(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anItemStartsAMomentAfterAllHaveLoadedIt() {
    twoWithTwoItems();
    group.play("ann", 0);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.LOADING);
    group.loaded("ann", 1, SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.LOADING);
    group.loaded("bob", 1, 2 * SECOND);
    assertThat(group.timeline())
        .isEqualTo(new Timeline(3, Timeline.Phase.PLAYING, 1, 2 * SECOND + SECOND / 2, 0, 1));
    assertThat(heard).hasSize(2);
  }

  @Test
  void oneWhoNeverLoadsStopsNobody() {
    twoWithTwoItems();
    group.play("ann", 0);
    group.loaded("ann", 1, SECOND);
    assertThat(group.poll(SECOND)).isEqualTo(3 * SECOND);
    group.poll(3 * SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.PLAYING);
    group.report("bob", new Drift(-900_000_000, 1_000_000, 1, 0, true));
    group.poll(10 * SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.PLAYING);
    assertThat(group.drifts().get("bob").stalled()).isTrue();
  }

  @Test
  void oneWhoLeavesWhileLoadingIsNotWaitedFor() {
    twoWithTwoItems();
    group.play("ann", 0);
    group.loaded("ann", 1, SECOND);
    group.leave("bob", SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.PLAYING);
  }

  @Test
  void pauseAndPlayGoOnAtTheSameSample() {
    twoWithTwoItems();
    start();
    group.pause("ann", 10 * SECOND);
    Timeline paused = group.timeline();
    assertThat(paused.phase()).isEqualTo(Timeline.Phase.PAUSED);
    assertThat(paused.anchorNanos()).isEqualTo(10 * SECOND + SECOND / 2);
    assertThat(paused.positionNanos()).isEqualTo(10 * SECOND);
    group.play("bob", 20 * SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.PLAYING);
    assertThat(group.timeline().positionNanos()).isEqualTo(10 * SECOND);
  }

  @Test
  void theNextItemFollowsWithoutAGapIfAllHaveIt() {
    twoWithTwoItems();
    start();
    group.loaded("ann", 2, 5 * SECOND);
    group.loaded("bob", 2, 5 * SECOND);
    long end = 60 * SECOND + SECOND / 2;
    assertThat(group.poll(6 * SECOND)).isEqualTo(end);
    group.poll(end + 7);
    assertThat(group.timeline().item()).isEqualTo(2);
    assertThat(group.timeline().anchorNanos()).isEqualTo(end);
    group.poll(end + 30 * SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.IDLE);
  }

  @Test
  void seekingKeepsThePhase() {
    twoWithTwoItems();
    start();
    group.seek("ann", 40 * SECOND, 5 * SECOND);
    assertThat(group.timeline().positionNanos()).isEqualTo(40 * SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.PLAYING);
    group.pause("ann", 6 * SECOND);
    group.seek("ann", SECOND, 7 * SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.PAUSED);
    assertThat(group.timeline().positionNanos()).isEqualTo(SECOND);
    assertThatThrownBy(() -> group.seek("ann", 60 * SECOND, 8 * SECOND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("60000000000");
  }

  @Test
  void moreThanHalfSkip() {
    twoWithTwoItems();
    group.join("cid");
    start();
    group.voteSkip("bob", 9 * SECOND);
    assertThat(group.timeline().item()).isEqualTo(1);
    group.voteSkip("bob", 9 * SECOND);
    assertThat(group.timeline().item()).isEqualTo(1);
    group.voteSkip("cid", 9 * SECOND);
    assertThat(group.timeline().item()).isEqualTo(2);
    group.voteSkip("cid", 9 * SECOND); // votes are spent
    assertThat(group.timeline().item()).isEqualTo(2);
  }

  @Test
  void whereOnlyDjsMayOthersStillAddVoteAndRemoveTheirOwn() {
    SyncGroup club = SyncGroup.builder().djsOnly().build();
    club.join("dj");
    club.join("guest");
    QueueItem first = club.add("dj", "one", SECOND);
    QueueItem own = club.add("guest", "two", SECOND);
    club.vote("guest", own.id());
    assertThat(club.votes(own.id())).isEqualTo(1);
    assertForbidden(() -> club.play("guest", 0));
    assertForbidden(() -> club.remove("guest", first.id(), 0));
    assertForbidden(() -> club.move("guest", own.id(), 0));
    assertForbidden(() -> club.volume("guest", 0));
    assertForbidden(() -> club.dj("guest", "guest", true));
    assertForbidden(() -> club.dj("dj", "dj", false));
    club.remove("guest", own.id(), 0);
    club.dj("dj", "guest", true);
    club.play("guest", 0);
    assertThat(club.timeline().item()).isEqualTo(first.id());
  }

  @Test
  void theOldestMemberBecomesDjWhenTheLastOneLeaves() {
    SyncGroup club = SyncGroup.builder().djsOnly().build();
    club.join("dj");
    club.join("next");
    club.join("last");
    club.leave("dj", 0);
    assertForbidden(() -> club.loop("last", PlayQueue.Loop.ALL));
    club.loop("next", PlayQueue.Loop.ALL);
    assertThat(club.loop()).isEqualTo(PlayQueue.Loop.ALL);
  }

  @Test
  void whoIsNotInTheGroupMayNothing() {
    assertForbidden(() -> group.add("stranger", "t", SECOND));
    assertForbidden(() -> group.report("stranger", new Drift(0, 0, 1, 0, false)));
  }

  @Test
  void aFarListenerMovesStartsFurtherAhead() {
    twoWithTwoItems();
    group.report("bob", new Drift(0, 300_000_000, 1, 0, false));
    start();
    assertThat(group.timeline().anchorNanos()).isEqualTo(1_200_000_000);
  }

  @Test
  void oldClientsAreToldToSeekOrToResync() {
    twoWithTwoItems();
    start();
    long now = 20 * SECOND + SECOND / 2;
    assertThat(group.ping("bob", 20 * SECOND + 400_000_000, now)).isEqualTo(new Correction.None());
    assertThat(group.ping("bob", 19 * SECOND, now)).isEqualTo(new Correction.Seek(20 * SECOND));
    assertThat(group.ping("bob", 24 * SECOND, now))
        .isEqualTo(new Correction.PauseAndResync(20 * SECOND));
    assertThat(group.drifts().get("bob").driftNanos()).isEqualTo(4 * SECOND);
  }

  @Test
  void limitsAreNamed() {
    SyncGroup small = SyncGroup.builder().memberCapacity(1).queueCapacity(1).build();
    small.join("ann");
    small.join("ann");
    small.add("ann", "t", SECOND);
    assertThatThrownBy(() -> small.join("bob"))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.kind()).isEqualTo(SyncException.Kind.LIMIT));
    assertThatThrownBy(() -> small.add("ann", "t", SECOND)).isInstanceOf(SyncException.class);
    assertThatThrownBy(() -> SyncGroup.builder().memberCapacity(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void removingWhatPlaysGoesOnToTheNext() {
    twoWithTwoItems();
    start();
    group.remove("ann", 1, 5 * SECOND);
    assertThat(group.timeline().item()).isEqualTo(2);
    group.remove("bob", 2, 6 * SECOND);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.IDLE);
  }

  private void start() {
    group.members().forEach(member -> group.loaded(member, 1, 0));
    group.play("ann", 0);
    assertThat(group.timeline().phase()).isEqualTo(Timeline.Phase.PLAYING);
  }

  private static void assertForbidden(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.kind()).isEqualTo(SyncException.Kind.FORBIDDEN));
  }
}
