package io.echosdk.sync.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayQueueTest {

  private final PlayQueue queue = new PlayQueue(10, 3);

  private void fill(int count) {
    for (int i = 1; i <= count; i++) {
      queue.add("t" + i, 1000, "ann");
    }
  }

  private List<Long> playToEnd() {
    List<Long> heard = new ArrayList<>();
    for (QueueItem item = queue.next(); item != null; item = queue.ended()) {
      heard.add(item.id());
      assertThat(heard).hasSizeLessThan(100);
    }
    return heard;
  }

  @Test
  void itemsComeInOrderAndThenNothing() {
    fill(3);
    assertThat(playToEnd()).containsExactly(1L, 2L, 3L);
    assertThat(queue.current()).isNull();
  }

  @Test
  void oneIsRepeatedUntilSomebodyGoesOn() {
    fill(2);
    queue.loop(PlayQueue.Loop.ONE);
    queue.next();
    assertThat(queue.ended().id()).isEqualTo(1);
    assertThat(queue.ended().id()).isEqualTo(1);
    assertThat(queue.next().id()).isEqualTo(2);
    assertThat(queue.next().id()).isEqualTo(1);
  }

  @Test
  void allBeginsAnew() {
    fill(2);
    queue.loop(PlayQueue.Loop.ALL);
    queue.next();
    assertThat(queue.ended().id()).isEqualTo(2);
    assertThat(queue.ended().id()).isEqualTo(1);
    assertThat(queue.ended().id()).isEqualTo(2);
  }

  @Test
  void aSingleItemIsLoopedByAll() {
    fill(1);
    queue.loop(PlayQueue.Loop.ALL);
    queue.next();
    assertThat(queue.ended().id()).isEqualTo(1);
  }

  @Test
  void aShuffledRoundHasEveryItemOnce() {
    fill(10);
    queue.shuffle(true);
    List<Long> heard = playToEnd();
    assertThat(heard).hasSize(10).doesNotHaveDuplicates();
    assertThat(heard).isNotEqualTo(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
  }

  @Test
  void shufflingKeepsTheCurrentItemAndItsPast() {
    fill(6);
    queue.next();
    queue.next();
    queue.shuffle(true);
    assertThat(queue.current().id()).isEqualTo(2);
    List<Long> rest = new ArrayList<>();
    for (QueueItem item = queue.ended(); item != null; item = queue.ended()) {
      rest.add(item.id());
    }
    assertThat(rest).containsExactlyInAnyOrder(3L, 4L, 5L, 6L);
  }

  @Test
  void whatIsAddedWhileShuffledIsStillHeard() {
    fill(3);
    queue.shuffle(true);
    queue.next();
    queue.add("late", 1000, "bob");
    List<Long> rest = new ArrayList<>();
    for (QueueItem item = queue.ended(); item != null; item = queue.ended()) {
      rest.add(item.id());
    }
    assertThat(rest).hasSize(3).contains(4L);
  }

  @Test
  void votesBringAnItemForwardAndAreSpentWhenItPlays() {
    fill(5);
    queue.next();
    queue.vote(4, "ann");
    queue.vote(5, "ann");
    queue.vote(5, "bob");
    assertThat(queue.vote(5, "bob")).isFalse();
    assertThat(queue.ended().id()).isEqualTo(5);
    assertThat(queue.votes(5)).isZero();
    assertThat(queue.ended().id()).isEqualTo(4);
    queue.forget("ann");
    assertThat(queue.vote(4, "ann")).isFalse(); // it is current
  }

  @Test
  void movedItemsComeWhereTheyWerePut() {
    fill(4);
    assertThat(queue.move(4, 0)).isTrue();
    assertThat(queue.move(1, 99)).isTrue();
    assertThat(queue.move(77, 0)).isFalse();
    assertThat(playToEnd()).containsExactly(4L, 2L, 3L, 1L);
  }

  @Test
  void theRemovedCurrentItemLeavesItsPlaceToTheNextUnheard() {
    fill(3);
    queue.next();
    queue.next();
    assertThat(queue.remove(2)).isTrue();
    assertThat(queue.current()).isNull();
    assertThat(queue.next().id()).isEqualTo(3);
    assertThat(queue.remove(2)).isFalse();
  }

  @Test
  void previousGoesBackThroughWhatIsStillThere() {
    fill(3);
    queue.next();
    queue.next();
    queue.next();
    queue.remove(2);
    assertThat(queue.previous().id()).isEqualTo(1);
    assertThat(queue.previous().id()).isEqualTo(1);
  }

  @Test
  void aFullQueueTakesNoMore() {
    fill(10);
    assertThat(queue.full()).isTrue();
    assertThatThrownBy(() -> queue.add("t", 1, "ann")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new QueueItem(1, "t", 0, "ann"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
