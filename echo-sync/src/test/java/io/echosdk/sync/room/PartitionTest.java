package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.sync.RoomBus;
import io.echosdk.sync.LocalRoomBus;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes, each with its own store, on a bus that loses all for a while. */
class PartitionTest {

  private final House house = new House();
  private boolean split;

  @AfterEach
  void end() {
    house.close();
  }

  private final class Lossy implements RoomBus {
    private final RoomBus inner = new LocalRoomBus(house.runtime);

    @Override
    public Membership join(String room, Listener listener) {
      Membership member = inner.join(room, listener);
      return new Membership() {
        @Override
        public void publish(byte[] message) {
          if (!split) {
            member.publish(message);
          }
        }

        @Override
        public void close() {
          member.close();
        }
      };
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  @Test
  void nodesConvergeAfterASplitWithDeletesAndPeople() {
    Lossy bus = new Lossy();
    Rooms left = house.keep(house.rooms().bus(bus, false));
    Rooms right = house.keep(house.rooms().bus(bus, false));
    FakeClient a = new FakeClient(1).join(left, "r");
    FakeClient b = new FakeClient(2).join(right, "r");
    house.aMoment();
    a.type("together");
    a.show(1, 1, "{\"name\":\"A\"}");
    house.aMoment();
    assertThat(b.text()).isEqualTo("together");
    assertThat(b.people).containsKey(1L);
    split = true;
    a.type("left ");
    b.type("right ");
    b.show(2, 1, "{\"name\":\"B\"}");
    house.pass(Duration.ofSeconds(12));
    assertThat(a.text()).doesNotContain("right");
    split = false;
    house.pass(Duration.ofSeconds(12));
    assertThat(a.text()).contains("left", "right", "together").isEqualTo(b.text());
    assertThat(a.people).containsKey(2L);
    assertThat(house.reports).isEmpty();
  }
}
