package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.SyncException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The people in a room as a client without a socket sees them, by the rules of y-protocols. */
class AwarenessTest {

  private final House house = new House();
  private final Rooms rooms = house.keep(house.rooms());
  private final RoomClient client = RoomClient.builder(rooms, "r").join();
  private final Awareness awareness = client.awareness();
  private final List<Awareness.Change> heard = new ArrayList<>();
  private final FakeClient other = new FakeClient(7).join(rooms, "r");

  AwarenessTest() {
    awareness.onChange(heard::add);
    house.aMoment();
  }

  @AfterEach
  void end() {
    house.close();
  }

  private void set(String json) {
    awareness.setLocalState(json);
    house.aMoment();
  }

  private void othersShow(long client, long clock, String json) {
    other.show(client, clock, json);
    house.aMoment();
  }

  @Test
  void bothSidesSeeOneAnotherComeChangeAndGo() {
    long own = awareness.clientId();
    set("{\"name\":\"A\"}");
    assertThat(other.people).containsOnly(java.util.Map.entry(own, "{\"name\":\"A\"}"));
    othersShow(9, 1, "1");
    othersShow(9, 2, "2");
    othersShow(9, 3, "2");
    assertThat(awareness.states()).containsEntry(9L, "2").containsKey(own).hasSize(2);
    othersShow(9, 4, "null");
    set(null);
    assertThat(other.people).isEmpty();
    assertThat(awareness.states()).isEmpty();
    assertThat(heard)
        .extracting(c -> "" + c.added() + c.updated() + c.removed() + c.isLocal())
        .containsExactly(
            "[" + own + "][][]true",
            "[9][][]false",
            "[][9][]false",
            "[][][9]false",
            "[][][" + own + "]true");
  }

  @Test
  void whoComesBackUnderAHigherClockIsAddedAgain() {
    othersShow(9, 1, "1");
    othersShow(9, 1, "null");
    othersShow(9, 2, "2");
    assertThat(heard).extracting(Awareness.Change::added).last().asString().isEqualTo("[9]");
    assertThat(awareness.states()).containsEntry(9L, "2");
  }

  @Test
  void nobodyElseCanTakeTheOwnStateAway() {
    long own = awareness.clientId();
    set("{}");
    othersShow(own, 1, "null");
    othersShow(own, 50, "null");
    othersShow(own, 60, "{\"forged\":true}");
    assertThat(awareness.states()).containsEntry(own, "{}");
    assertThat(other.people).containsEntry(own, "{}");
  }

  @Test
  void theOwnStateIsRenewedAndWhoIsNotHeardOfForThirtySecondsIsGone() {
    set("{}");
    othersShow(9, 1, "1");
    house.pass(Duration.ofSeconds(28));
    assertThat(awareness.states()).hasSize(2);
    house.pass(Duration.ofSeconds(100));
    assertThat(awareness.states()).containsOnlyKeys(awareness.clientId());
    assertThat(other.people).containsOnlyKeys(awareness.clientId());
  }

  @Test
  void leavingTakesTheOwnStateAwayAndForgetsTheOthers() {
    set("{}");
    othersShow(9, 1, "1");
    client.close();
    set("{\"late\":true}");
    assertThat(other.people).containsOnlyKeys(9L);
    assertThat(awareness.states()).isEmpty();
    assertThat(heard).last().extracting(Awareness.Change::isLocal).isNotNull();
  }

  @Test
  void onlyTheLatestOfManyStatesThatAreSetAtOnceIsSent() {
    int before = other.awarenessMessages;
    for (int i = 0; i < 1_000; i++) {
      awareness.setLocalState("" + i);
    }
    house.aMoment();
    assertThat(other.people.values()).containsExactly("999");
    assertThat(other.awarenessMessages - before).isEqualTo(1);
    assertThat(heard).hasSize(1);
  }

  @Test
  void whatIsNoJsonOrTooLongIsRefusedAndAListenerThatThrowsHarmsNobody() {
    assertThatThrownBy(() -> awareness.setLocalState("{")).isInstanceOf(SyncException.class);
    assertThatThrownBy(() -> awareness.setLocalState("\"" + "x".repeat(10 << 20) + "\""))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("10485762 bytes");
    var subscription =
        awareness.onChange(
            change -> {
              throw new IllegalStateException("expected in a test");
            });
    set("1");
    assertThat(other.people.values()).containsExactly("1");
    subscription.close();
    set("2");
    assertThat(house.reports).hasSize(1);
    assertThat(heard).hasSize(2);
  }

  @Test
  void aHundredThousandWhoComeAndGoLeaveNothingInTheClient() {
    for (int i = 1; i <= 100_000; i++) {
      other.show(1_000_000L + i, 1, "1");
      other.show(1_000_000L + i, 2, "null");
      if (i % 1_000 == 0) {
        house.aMoment();
      }
    }
    house.pass(Duration.ofSeconds(70));
    assertThat(awareness.states()).isEmpty();
    assertThat(awareness.remembered()).isZero();
  }
}
