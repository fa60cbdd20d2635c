package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When the states of people are told: soon after a burst, and not more often than a tick allows.
 */
class AwarenessTickTest {

  private static final long MILLI = 1_000_000;
  private static final long TICK = AwarenessPlane.TICK_NANOS;

  private final House house = new House();
  private final Rooms rooms = house.keep(house.rooms());
  private final FakeClient sender = new FakeClient(1).join(rooms, "r");
  private final FakeClient reader = new FakeClient(2).join(rooms, "r");
  private final long begin;
  private int clock;

  AwarenessTickTest() {
    house.aMoment();
    begin = house.clock.nanos();
  }

  @AfterEach
  void end() {
    house.close();
  }

  private void passUntil(long nanosFromBegin) {
    while (house.clock.nanos() - begin < nanosFromBegin) {
      house.pass(Duration.ofMillis(1));
    }
  }

  /** Returns how many ms a new state of some people takes to the reader, at most 40. */
  private int delayOfBurst(int people) {
    clock++;
    for (int person = 0; person < people; person++) {
      sender.show(100 + person, clock, "" + clock);
    }
    int waited = 0;
    while (!("" + clock).equals(reader.people.get(100L)) && waited < 40) {
      house.pass(Duration.ofMillis(1));
      waited++;
    }
    return waited;
  }

  @Test
  void whoMovesSixtyTimesASecondIsToldAtOnceEachTime() {
    int before = reader.awarenessMessages;
    for (int i = 0; i < 300; i++) {
      passUntil(i * 1_000_000_000L / 60);
      assertThat(delayOfBurst(5)).as("burst %d", i).isLessThanOrEqualTo(2);
    }
    assertThat(reader.awarenessMessages - before).isEqualTo(300);
  }

  @Test
  void aRhythmThatJumpsOrJittersIsFoundAgain() {
    Random random = new Random(4);
    long shift = 0;
    int late = 0;
    for (int i = 0; i < 600; i++) {
      shift += i % 150 == 0 ? random.nextInt((int) TICK) : 0;
      passUntil(i * 1_000_000_000L / 60 + shift + random.nextInt((int) (3 * MILLI)));
      late += delayOfBurst(5) > 2 ? 1 : 0;
    }
    assertThat(late).isLessThanOrEqualTo(6);
  }

  @Test
  void peopleWhoMoveAllTheTimeAreToldOnceATickAndWaitNoLonger() {
    int before = reader.awarenessMessages;
    for (int i = 1; i <= 3_000; i++) {
      sender.show(100 + i % 50, ++clock, "" + i);
      passUntil(i * MILLI);
    }
    assertThat((long) reader.awarenessMessages - before)
        .isBetween(3_000 * MILLI / (TICK + 2 * MILLI), 3_000 * MILLI / TICK + 2);
  }

  @Test
  void noRhythmGetsMoreThanOneATickBesidesTheTwoInTheBucket() {
    for (int hz : new int[] {61, 65, 70, 80, 100, 120, 200, 450}) { // in 20 s the room says hello
      house.pass(Duration.ofSeconds(1));
      long start = house.clock.nanos() - begin;
      int before = reader.awarenessMessages;
      for (int i = 0; i < hz; i++) {
        passUntil(start + i * 1_000_000_000L / hz);
        sender.show(100, ++clock, "" + clock);
      }
      passUntil(start + 1_000 * MILLI);
      long elapsed = house.clock.nanos() - begin - start;
      assertThat((long) reader.awarenessMessages - before)
          .as("at %d Hz", hz)
          .isLessThanOrEqualTo(elapsed / TICK + 2);
    }
  }
}
