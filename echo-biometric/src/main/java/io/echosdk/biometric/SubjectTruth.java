package io.echosdk.biometric;

import io.echosdk.biometric.simulation.Body;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is true of a simulated person, in seconds since the recording began.
 *
 * @param beatSeconds when the top of each R wave was
 * @param breathPhases the phase of the breath every 20 ms: 0 start of inhaling, 0.5 start of
 *     exhaling
 * @param alphaBursts when alpha waves were there
 * @param movements when the person moved
 */
public record SubjectTruth(
    List<Double> beatSeconds,
    List<Double> breathPhases,
    List<Interval> alphaBursts,
    List<Interval> movements) {

  /**
   * From when until when.
   *
   * @param startSeconds the beginning
   * @param endSeconds the end
   */
  public record Interval(double startSeconds, double endSeconds) {

    /** Returns whether a moment lies in it. */
    public boolean contains(double seconds) {
      return seconds >= startSeconds && seconds < endSeconds;
    }
  }

  /** Copies the lists. */
  public SubjectTruth {
    beatSeconds = List.copyOf(beatSeconds);
    breathPhases = List.copyOf(breathPhases);
    alphaBursts = List.copyOf(alphaBursts);
    movements = List.copyOf(movements);
  }

  /** Lives a whole life and writes it down. */
  static SubjectTruth of(Body body, Duration length) {
    List<Double> beats = new ArrayList<>();
    List<Double> phases = new ArrayList<>();
    List<Interval> bursts = new ArrayList<>();
    List<Interval> movements = new ArrayList<>();
    long packets = Math.round(length.toNanos() * 1e-9 / Body.PACKET_SECONDS);
    while (body.packets() < packets) {
      phases.add(body.breathPhase());
      double now = body.seconds();
      body.advance();
      if (!Double.isNaN(body.beatSeconds())) {
        beats.add(body.beatSeconds());
      }
      note(bursts, now, body.burstStart(), body.burstEnd());
      note(movements, now, body.movementStart(), body.movementEnd());
    }
    return new SubjectTruth(beats, phases, bursts, movements);
  }

  private static void note(List<Interval> known, double now, double start, double end) {
    Interval current = new Interval(start, end);
    if (now >= start && (known.isEmpty() || !known.get(known.size() - 1).equals(current))) {
      known.add(current);
    }
  }
}
