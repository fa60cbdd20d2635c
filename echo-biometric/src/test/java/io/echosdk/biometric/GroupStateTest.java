package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class GroupStateTest {

  private static final long SECOND = 1_000_000_000;
  private static final long END = 262 * SECOND;

  private final GroupState room = new GroupState();

  @Test
  void breathsThatFollowEachOtherAreLockedAndOrderIsHigh() {
    double[] breath = breath(1);
    tell("a", breath, 0, 1);
    tell("b", breath, 0.1, 1);
    GroupSynchrony group = room.measure(END);
    GroupSynchrony.Bond lock = group.pairs().get(0).breathLock();
    assertThat(lock.value()).isCloseTo(1, within(0.01));
    assertThat(lock.probability()).isLessThan(0.01);
    assertThat(group.breathOrder()).isCloseTo(Math.cos(0.1 * Math.PI), within(0.01));
  }

  @Test
  void breathsOfTwoStrangersAreNot() {
    tell("a", breath(1), 0, 1);
    tell("b", breath(2), 0, 1);
    assertThat(room.measure(END).pairs().get(0).breathLock().probability()).isGreaterThan(0.05);
  }

  @Test
  void heartThatFollowsTwoSecondsLaterIsFoundWithItsLag() {
    SplittableRandom random = new SplittableRandom(3);
    double slow = 0;
    double[] rates = new double[270];
    for (int i = 0; i < rates.length; i++) {
      slow += -slow / 5 + random.nextDouble(-4, 4);
      rates[i] = 60 + slow;
    }
    for (int i = 0; i < 2; i++) {
      double at = 2 * i;
      while (at < 262) {
        room.beat(i == 0 ? "a" : "b", (long) (at * SECOND), 1);
        at += 60 / rates[(int) (at - 2 * i)];
      }
    }
    GroupSynchrony.Bond bond = room.measure(END).pairs().get(0).rate();
    assertThat(bond.value()).isGreaterThan(0.9);
    assertThat(bond.lagSeconds()).isCloseTo(2, within(0.5));
    assertThat(bond.probability()).isLessThan(0.01);
  }

  @Test
  void commonLoopIsNoBond() {
    for (int member = 0; member < 2; member++) {
      SplittableRandom random = new SplittableRandom(10 + member);
      for (int i = 0; i < 262 * 4; i++) {
        double inLoop = i / 4.0 % 8 / 8; // both breathe with a loop of 8 s
        double phase = inLoop + random.nextDouble(-0.05, 0.05);
        room.breath("m" + member, i * SECOND / 4, phase - Math.floor(phase), 1);
      }
    }
    room.commonInput(Duration.ofSeconds(8));
    GroupSynchrony.Bond lock = room.measure(END).pairs().get(0).breathLock();
    assertThat(lock.value()).isGreaterThan(0.9);
    assertThat(lock.probability()).isGreaterThan(0.05);
    room.commonInput(Duration.ofMinutes(3));
    assertThat(room.measure(END).pairs().get(0).breathLock().probability()).isNaN();
  }

  @Test
  void memberWhoIsNotTrustedOrHardlyThereIsNotCounted() {
    tell("a", breath(1), 0, 1);
    tell("b", breath(2), 0, 0.4);
    for (int i = 0; i < 100 * 4; i++) {
      room.breath("c", i * SECOND / 4, 0.5, 1);
    }
    GroupSynchrony group = room.measure(END);
    assertThat(group.members()).extracting(GroupSynchrony.Presence::member).containsExactly("a");
    assertThat(group.pairs()).isEmpty();
    assertThat(group.breathOrder()).isNaN();
    assertThat(group.publishable()).isFalse();
  }

  @Test
  void numbersArePublishableFromThreeMembersOnAndLeavingTakesOneOut() {
    for (int i = 0; i < 3; i++) {
      tell("m" + i, breath(i), 0, 1);
    }
    assertThat(room.measure(END).publishable()).isTrue();
    assertThat(room.measure(END).pairs()).hasSize(3);
    room.leave("m1");
    assertThat(room.measure(END).publishable()).isFalse();
  }

  @Test
  void sameDataGiveTheSameNumbers() {
    tell("a", breath(1), 0, 1);
    tell("b", breath(2), 0, 1);
    assertThat(room.measure(END)).isEqualTo(room.measure(END));
  }

  private static double[] breath(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] phases = new double[262 * 4];
    double phase = random.nextDouble();
    double wander = 0;
    for (int i = 0; i < phases.length; i++) {
      wander += -wander / 80 + random.nextDouble(-0.014, 0.014);
      phase += (0.2 + 0.01 * seed) * (1 + wander) / 4;
      phases[i] = phase;
    }
    return phases;
  }

  private void tell(String member, double[] breath, double ahead, double confidence) {
    for (int i = 0; i < breath.length; i++) {
      double phase = breath[i] + ahead;
      room.breath(member, i * SECOND / 4, phase - Math.floor(phase), confidence);
    }
  }
}
