package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalRoomBusTest {

  private final Queue<Runnable> pending = new ArrayDeque<>();
  private final List<String> reported = new ArrayList<>();
  private final EchoRuntime runtime =
      EchoRuntime.builder()
          .executor(pending::add)
          .errorListener((during, error) -> reported.add(during + ": " + error.getMessage()))
          .build();
  private final LocalRoomBus bus = new LocalRoomBus(runtime);
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void close() {
    bus.close();
    runtime.close();
  }

  @Test
  void everySubscriberOfTheRoomHearsEveryMessageInOrder() {
    bus.subscribe("a", message -> heard.add("first " + message[0]));
    bus.subscribe("a", message -> heard.add("second " + message[0]));
    bus.subscribe("b", message -> heard.add("other room " + message[0]));
    publish("a", 1, 2, 3);
    deliver();
    assertThat(heard)
        .containsExactly("first 1", "first 2", "first 3", "second 1", "second 2", "second 3");
  }

  @Test
  void publishReturnsBeforeAnybodyHears() {
    bus.subscribe("a", message -> heard.add("" + message[0]));
    publish("a", 1);
    assertThat(heard).isEmpty();
  }

  @Test
  void endedSubscriptionHearsNothingMoreEvenOfWhatWaits() {
    Subscription subscription = bus.subscribe("a", message -> heard.add("" + message[0]));
    publish("a", 1);
    subscription.close();
    subscription.close();
    publish("a", 2);
    deliver();
    assertThat(heard).isEmpty();
  }

  @Test
  void listenerThatFailsIsReportedAndGoesOnHearing() {
    bus.subscribe(
        "a",
        message -> {
          if (message[0] == 1) {
            throw new IllegalStateException("broken");
          }
          heard.add("" + message[0]);
        });
    publish("a", 1, 2);
    deliver();
    assertThat(reported).containsExactly("delivering a message to a room: broken");
    assertThat(heard).containsExactly("2");
  }

  @Test
  void closeEndsEverySubscription() {
    bus.subscribe("a", message -> heard.add("" + message[0]));
    publish("a", 1);
    bus.close();
    bus.close();
    publish("a", 2);
    deliver();
    assertThat(heard).isEmpty();
  }

  @Test
  void messagesOfManySendersReachAListenerOneAtATimeInOrderOfEach() throws InterruptedException {
    int senders = 4;
    int each = 2_000;
    List<int[]> arrived = new CopyOnWriteArrayList<>();
    CountDownLatch all = new CountDownLatch(senders * each);
    List<String> overlaps = new CopyOnWriteArrayList<>();
    try (EchoRuntime threads = EchoRuntime.create();
        LocalRoomBus busy = new LocalRoomBus(threads)) {
      boolean[] inside = new boolean[1]; // read and written by whoever delivers, one at a time
      int[] last = new int[senders];
      busy.subscribe(
          "a",
          message -> {
            if (inside[0]) {
              overlaps.add("two at once");
            }
            inside[0] = true;
            int number = (message[1] & 0xFF) << 8 | message[2] & 0xFF;
            if (number != ++last[message[0]]) {
              arrived.add(new int[] {message[0], number});
            }
            inside[0] = false;
            all.countDown();
          });
      for (int s = 0; s < senders; s++) {
        byte sender = (byte) s;
        threads.start("sender", () -> send(busy, sender, each));
      }
      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(overlaps).isEmpty();
    assertThat(arrived).as("out of order").isEmpty();
  }

  private static void send(LocalRoomBus bus, byte sender, int count) {
    for (int n = 1; n <= count; n++) {
      bus.publish("a", new byte[] {sender, (byte) (n >> 8), (byte) n});
    }
  }

  private void publish(String room, int... messages) {
    for (int message : messages) {
      bus.publish(room, new byte[] {(byte) message});
    }
  }

  private void deliver() {
    for (Runnable work = pending.poll(); work != null; work = pending.poll()) {
      work.run();
    }
  }
}
