package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.MemoryRoomStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many send in the same moment is told with one write a reader. */
class BurstTest {

  private final House house = new House();
  private final Rooms rooms = house.keep(house.rooms().store(new MemoryRoomStore()));
  private final AtomicInteger writes = new AtomicInteger();
  private final FakeClient[] senders = new FakeClient[10];

  BurstTest() {
    for (int i = 0; i < senders.length; i++) {
      senders[i] = new FakeClient(i + 1).join(rooms, "r");
    }
    new FakeClient(99) {
      @Override
      public void send(java.util.List<java.nio.ByteBuffer> messages) {
        writes.incrementAndGet();
        super.send(messages);
      }
    }.join(rooms, "r");
    house.aMoment();
    writes.set(0);
  }

  @AfterEach
  void end() {
    house.close();
  }

  @Test
  void aBurstIsOneWrite() {
    for (FakeClient sender : senders) {
      sender.type("x");
    }
    house.settle();
    assertThat(writes).hasValue(0);
    house.pass(Duration.ofMillis(1));
    assertThat(writes).hasValue(1);
  }

  @Test
  void theFirstOfAnEndlessBurstWaitsAMillisecond() {
    for (int i = 0; i < 20; i++) {
      senders[i % senders.length].type("x");
      house.settle();
      house.clock.advance(Duration.ofNanos(Burst.SILENCE_NANOS / 2));
      rooms.poll();
      house.settle();
    }
    assertThat(writes).hasValueBetween(2, 3);
  }
}
