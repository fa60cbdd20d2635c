package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ConsentLedger;
import io.echosdk.biometric.ConsentText;
import io.echosdk.biometric.SimulatedSubject;
import io.echosdk.sync.room.Room;
import io.echosdk.sync.room.RoomClient;
import io.echosdk.sync.room.Rooms;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody in a room sees of the bodies in it, as a client of the room. */
@Timeout(120)
class RoomBodiesTest {

  private static final long SECOND = 1_000_000_000;
  private static final long SHOWN_AS = 4711;

  private final ConsentLedger ledger = new ConsentLedger(MediaClock.virtual());
  private final List<BiometricSession> sessions = new ArrayList<>();
  private EchoRuntime runtime;
  private Rooms rooms;
  private Room room;
  private RoomBodies bodies;
  private RoomClient somebody;
  private long now;

  @BeforeEach
  void open() throws Exception {
    runtime = EchoRuntime.create();
    rooms = Rooms.builder(runtime).build();
    room = rooms.open("song");
    bodies = new RoomBodies(room, SHOWN_AS);
    somebody = RoomClient.builder(rooms, "song").join();
    somebody.synced().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    somebody.close();
    bodies.close();
    sessions.forEach(BiometricSession::close);
    room.close();
    rooms.close();
    runtime.close();
  }

  private Consent admit(String name, int seed) {
    Consent consent = ledger.of(name);
    for (Purpose purpose : List.of(Purpose.VISUALISE, Purpose.SHARE)) {
      consent.grant(purpose, ConsentText.first("test"));
    }
    BiometricSession session =
        BiometricSession.builder()
            .source(SimulatedSubject.builder().seed(seed).heartRateBpm(60 + seed).build())
            .consent(consent)
            .build();
    sessions.add(session);
    bodies.admit(name, consent, session);
    return consent;
  }

  private void play(int seconds) {
    for (long end = now + seconds * SECOND; now < end; now += SECOND / 4) {
      for (BiometricSession session : sessions) {
        session.poll(now);
      }
      bodies.poll(now);
    }
  }

  /** Waits until the client sees that of the bodies, and returns it; null is for nothing at all. */
  private JsonObject seen(Predicate<JsonObject> wanted) throws Exception {
    CompletableFuture<JsonObject> found = new CompletableFuture<>();
    Runnable look =
        () -> {
          String json = somebody.awareness().states().get(SHOWN_AS);
          JsonObject state = json == null ? new JsonObject() : new JsonObject(json);
          if (wanted.test(state)) {
            found.complete(state);
          }
        };
    try (var subscription = somebody.awareness().onChange(change -> look.run())) {
      look.run();
      return found.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void somebodyInTheRoomSeesDerivedValuesOfEachBodyAndNothingElse() throws Exception {
    admit("ana", 1);
    play(60);
    JsonObject state = seen(json -> heartRate(json, "ana") > 0);
    assertThat(state.fieldNames()).containsExactly("bodies");
    JsonObject ana = state.getJsonObject("bodies").getJsonObject("ana");
    assertThat(ana.fieldNames())
        .isSubsetOf("heart_rate", "coherence", "breath_rate")
        .contains("heart_rate");
    for (String metric : ana.fieldNames()) {
      assertThat(ana.getJsonObject(metric).fieldNames()).containsExactly("value", "confidence");
    }
    assertThat(heartRate(state, "ana")).isBetween(50.0, 72.0);
  }

  @Test
  void howTheyMoveTogetherIsShownFromThreeOnAndGoesWithOneOfThem() throws Exception {
    admit("ana", 1);
    admit("ben", 2);
    play(200);
    assertThat(seen(json -> heartRate(json, "ben") > 0).containsKey("group")).isFalse();
    Consent noor = admit("noor", 3);
    play(200);
    JsonObject group = seen(json -> json.containsKey("group")).getJsonObject("group");
    assertThat(group.getInteger("members")).isEqualTo(3);
    assertThat(group.getDouble("breath_order")).isBetween(0.0, 1.0);
    assertThat(group.getJsonArray("bonds")).hasSizeBetween(3, 9);

    noor.revoke(Purpose.SHARE);
    JsonObject left = seen(json -> !json.getJsonObject("bodies").containsKey("noor"));
    assertThat(left.containsKey("group")).isFalse();
    assertThat(left.getJsonObject("bodies").fieldNames()).containsExactly("ana", "ben");
    play(20);
    assertThat(seen(json -> heartRate(json, "ana") > 0).containsKey("group")).isFalse();
  }

  @Test
  void nothingIsLeftWhenTheLastIsDismissedOrAllIsClosed() throws Exception {
    admit("ana", 1);
    play(30);
    seen(json -> heartRate(json, "ana") > 0);
    bodies.dismiss("ana");
    seen(JsonObject::isEmpty);
    admit("ben", 2);
    play(30);
    seen(json -> heartRate(json, "ben") > 0);
    bodies.close();
    seen(JsonObject::isEmpty);
    assertThatThrownBy(() -> bodies.admit("ana", ledger.of("ana"), into -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void threadOfItsOwnShowsBodiesAndIsGoneWhenAllIsClosed() throws Exception {
    admit("ana", 1);
    for (long at = 0; at < 30 * SECOND; at += SECOND / 4) {
      sessions.get(0).poll(at);
    }
    bodies.start(runtime);
    seen(json -> heartRate(json, "ana") > 0);
    assertThat(threads()).isEqualTo(1);
    bodies.close();
    assertThat(threads()).isZero();
    seen(JsonObject::isEmpty);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("echo-bodies"))
        .count();
  }

  @Test
  void whoDoesNotAllowItAndWhoTakesAnothersNameAreRefused() {
    assertThatThrownBy(() -> bodies.admit("ana", ledger.of("ana"), into -> {}))
        .isInstanceOf(ConsentException.class);
    admit("ana", 1);
    assertThatThrownBy(() -> admit("ana", 2)).isInstanceOf(IllegalArgumentException.class);
  }

  private static double heartRate(JsonObject state, String name) {
    JsonObject body = state.getJsonObject("bodies", new JsonObject()).getJsonObject(name);
    return body == null || !body.containsKey("heart_rate")
        ? Double.NaN
        : body.getJsonObject("heart_rate").getDouble("value");
  }
}
