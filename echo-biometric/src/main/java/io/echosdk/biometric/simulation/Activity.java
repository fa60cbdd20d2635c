package io.echosdk.biometric.simulation;

import org.jspecify.annotations.Nullable;

/**
 * When a person walks and does squats, by chance and by script; asked forward in time. Two of the
 * same seed say the same, so the heart may look ahead while the accelerometer does not.
 */
final class Activity {

  private static final double EDGE_SECONDS = 0.5;

  private final @Nullable Episodes walks;
  private final Script.Cue scriptedWalks;
  private final Script.Cue squats;
  private double walking;
  private double walkStart;
  private double squatting;

  Activity(Body.Settings settings, long seed) {
    walks = settings.spontaneous() ? new Episodes(seed, 20, 45, 5, 12) : null;
    scriptedWalks = settings.script().cue(Script.Kind.WALK);
    squats = settings.script().cue(Script.Kind.SQUAT);
  }

  void moveTo(double seconds) {
    walking = scriptedWalks.strength(seconds, EDGE_SECONDS);
    walkStart = scriptedWalks.start();
    squatting = squats.strength(seconds, EDGE_SECONDS);
    if (walks != null) {
      walks.moveTo(seconds);
      double chance = walks.strength(seconds, EDGE_SECONDS);
      if (walking == 0 && squatting == 0) {
        walking = chance;
        walkStart = walks.start();
      }
    }
  }

  /** Returns how much the person walks, 0 to 1. */
  double walking() {
    return walking;
  }

  /** Returns where the walk began. */
  double walkStart() {
    return walkStart;
  }

  /** Returns how much the person does squats, 0 to 1. */
  double squatting() {
    return squatting;
  }

  /** Returns where the squats began. */
  double squatStart() {
    return squats.start();
  }
}
