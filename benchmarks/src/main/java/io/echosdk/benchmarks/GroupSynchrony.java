package io.echosdk.benchmarks;

import io.echosdk.biometric.GroupState;
import java.io.PrintStream;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How often two people who have nothing to do with each other are found together at p below 0.05,
 * and how often two are found whose breaths pull at each other. Hearts after the integral pulse
 * frequency model with sinus arrhythmia and a Mayer wave, breaths whose rates wander by 5 % within
 * 20 s; 260 s of each pair.
 *
 * <p>{@code benchmarks/run GroupSynchrony [RUNS] [FIRST_SEED]}
 */
public final class GroupSynchrony {

  private static final double STEP = 0.02;
  private static final double BEFORE = 60;
  private static final double SECONDS = 262;

  private GroupSynchrony() {}

  /** Prints the shares that were found. */
  public static void main(String[] arguments) {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    PrintStream out = System.out;
    out.println("benchmarks/run GroupSynchrony " + runs + " " + seed);
    out.println("pairs | runs | breath lock p < 0.05 | beat lock | heart rate");
    print(out, "independent, 9 to 18 breaths a minute", runs, seed, 0, false);
    print(out, "independent, both about 12 a minute", runs, seed, 0, true);
    print(out, "coupled by 0.1 turns a second", Math.max(1, runs / 10), seed, 0.1, false);
    print(out, "coupled by 0.05 turns a second", Math.max(1, runs / 10), seed, 0.05, false);
  }

  private static void print(
      PrintStream out, String name, int runs, long seed, double pull, boolean alike) {
    int breaths = 0;
    int beats = 0;
    int rates = 0;
    for (int run = 0; run < runs; run++) {
      GroupState room = new GroupState();
      live(room, new SplittableRandom(seed + run), pull, alike);
      var pair = room.measure(Math.round(SECONDS * 1e9)).pairs().get(0);
      breaths += pair.breathLock().probability() < 0.05 ? 1 : 0;
      beats += pair.beatLock().probability() < 0.05 ? 1 : 0;
      rates += pair.rate().probability() < 0.05 ? 1 : 0;
    }
    out.printf(
        Locale.ROOT,
        "%s | %d | %.2f %% | %.2f %% | %.2f %%%n",
        name,
        runs,
        100.0 * breaths / runs,
        100.0 * beats / runs,
        100.0 * rates / runs);
  }

  private static void live(GroupState room, SplittableRandom random, double pull, boolean alike) {
    Person[] people = {new Person("a", random, alike), new Person("b", random, alike)};
    for (double now = -BEFORE; now < SECONDS; now += STEP) {
      double between = Math.sin(2 * Math.PI * (people[0].breath - people[1].breath));
      people[0].live(now, 0, room);
      people[1].live(now, pull * between, room);
    }
  }

  private static final class Person {
    final String name;
    final SplittableRandom random;
    final double breathHz;
    final double interval;
    final double mayer;
    double breath;
    double heart;
    double wander;
    double slow;

    Person(String name, SplittableRandom random, boolean alike) {
      this.name = name;
      this.random = random;
      breathHz = alike ? 0.2 : random.nextDouble(9, 18) / 60;
      interval = 60 / random.nextDouble(52, 88);
      mayer = random.nextDouble();
      breath = random.nextDouble();
      heart = random.nextDouble();
    }

    void live(double now, double pulled, GroupState room) {
      wander += -wander * STEP / 20 + 0.05 * Math.sqrt(2 * STEP / 20) * normal();
      slow += -slow * STEP / 5 + 0.006 * interval * Math.sqrt(2 * STEP / 5) * normal();
      breath += (breathHz * (1 + wander) + pulled) * STEP;
      double current =
          interval
              + 0.04 * Math.cos(2 * Math.PI * breath)
              + 0.012 * Math.sin(2 * Math.PI * (0.1 * now + mayer))
              + slow;
      heart += STEP / current;
      if (heart >= 1) {
        heart -= 1;
        room.beat(name, Math.round((now - heart * current) * 1e9), 1);
      }
      room.breath(name, Math.round(now * 1e9), breath - Math.floor(breath), 1);
    }

    private double normal() {
      double sum = -6;
      for (int i = 0; i < 12; i++) {
        sum += random.nextDouble();
      }
      return sum;
    }
  }
}
