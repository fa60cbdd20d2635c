package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus;
import io.echosdk.sync.bus.Inbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
  private final RoomBus.Membership sender = bus.join("a", listener(message -> {}));

  @AfterEach
  void close() {
    bus.close();
    runtime.close();
  }

  @Test
  void everyOtherMemberOfTheRoomHearsEveryMessageInOrder() {
    join("a", message -> heard.add("first " + message[0]));
    join("a", message -> heard.add("second " + message[0]));
    join("b", message -> heard.add("other room " + message[0]));
    publish(1, 2, 3);
    deliver();
    assertThat(heard)
        .containsExactly("first 1", "first 2", "first 3", "second 1", "second 2", "second 3");
  }

  @Test
  void senderDoesNotHearItself() {
    RoomBus.Membership both = join("a", message -> heard.add("" + message[0]));
    both.publish(new byte[] {7});
    deliver();
    assertThat(heard).isEmpty();
  }

  @Test
  void publishReturnsBeforeAnybodyHears() {
    join("a", message -> heard.add("" + message[0]));
    publish(1);
    assertThat(heard).isEmpty();
  }

  @Test
  void memberWhoLeftHearsNothingMoreEvenOfWhatWaits() {
    RoomBus.Membership member = join("a", message -> heard.add("" + message[0]));
    publish(1);
    member.close();
    member.close();
    publish(2);
    deliver();
    assertThat(heard).isEmpty();
  }

  @Test
  void memberWhoIsTooSlowHearsOfAGapAndThenWhatComesAfterIt() {
    bus.join("a", recording());
    byte[] quarter = new byte[(int) Inbox.MAX_WAITING_BYTES / 4];
    for (int n = 0; n < 5; n++) {
      sender.publish(quarter);
    }
    publish(9);
    deliver();
    assertThat(heard).containsExactly("gap", "9");
  }

  @Test
  void messageLargerThanTheLimitComesThroughWhereNothingWaits() {
    bus.join("a", recording());
    sender.publish(new byte[(int) Inbox.MAX_WAITING_BYTES + 1]);
    deliver();
    assertThat(heard).containsExactly("0");
  }

  @Test
  void listenerThatFailsIsReportedAndGoesOnHearing() {
    join(
        "a",
        message -> {
          if (message[0] == 1) {
            throw new IllegalStateException("broken");
          }
          heard.add("" + message[0]);
        });
    publish(1, 2);
    deliver();
    assertThat(reported).containsExactly("delivering a message to room a: broken");
    assertThat(heard).containsExactly("2");
  }

  @Test
  void closeEndsEveryMembershipAndLetsNobodyIn() {
    join("a", message -> heard.add("" + message[0]));
    publish(1);
    bus.close();
    bus.close();
    publish(2);
    deliver();
    assertThat(heard).isEmpty();
    assertThatThrownBy(() -> join("a", message -> {})).hasMessageContaining("the bus is closed");
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
      busy.join(
          "a",
          listener(
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
              }));
      for (int s = 0; s < senders; s++) {
        byte number = (byte) s;
        threads.start("sender", () -> send(busy, number, each));
      }
      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(overlaps).isEmpty();
    assertThat(arrived).as("out of order").isEmpty();
  }

  private static void send(LocalRoomBus bus, byte number, int count) {
    RoomBus.Membership member = bus.join("a", listener(message -> {}));
    for (int n = 1; n <= count; n++) {
      member.publish(new byte[] {number, (byte) (n >> 8), (byte) n});
    }
    member.close();
  }

  private RoomBus.Membership join(String room, Consumer<byte[]> hears) {
    return bus.join(room, listener(hears));
  }

  private void publish(int... messages) {
    for (int message : messages) {
      sender.publish(new byte[] {(byte) message});
    }
  }

  private void deliver() {
    for (Runnable work = pending.poll(); work != null; work = pending.poll()) {
      work.run();
    }
  }

  private static RoomBus.Listener listener(Consumer<byte[]> hears) {
    return new RoomBus.Listener() {
      @Override
      public void onMessage(byte[] message) {
        hears.accept(message);
      }

      @Override
      public void onGap() {
        throw new AssertionError("nothing was lost");
      }
    };
  }

  private RoomBus.Listener recording() {
    return new RoomBus.Listener() {
      @Override
      public void onMessage(byte[] message) {
        heard.add("" + message[0]);
      }

      @Override
      public void onGap() {
        heard.add("gap");
      }
    };
  }
}
