package io.echosdk.biometric;

import io.echosdk.biometric.simulation.Body;
import io.echosdk.biometric.simulation.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is true of a simulated person, in seconds since the recording began.
 *
 * @param beatSeconds when the top of each R wave was, of every kind of beat
 * @param ectopicSeconds those of them that came from a ventricle
 * @param pulseSeconds when the top of each pulse was at the optical sensor
 * @param breathPhases the phase of the breath every 20 ms: 0 start of inhaling, 0.5 start of
 *     exhaling
 * @param alphaBursts when alpha waves were there
 * @param movements when the person moved
 * @param stepSeconds when a foot touched the ground
 * @param arousals when something excited the person
 * @param skinResponseSeconds when each response of the skin began
 * @param scripted everything that was asked for, by its name
 */
public record SubjectTruth(
    List<Double> beatSeconds,
    List<Double> ectopicSeconds,
    List<Double> pulseSeconds,
    List<Double> breathPhases,
    List<Interval> alphaBursts,
    List<Interval> movements,
    List<Double> stepSeconds,
    List<Interval> arousals,
    List<Double> skinResponseSeconds,
    List<Scripted> scripted) {

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

  /**
   * Something that was asked for.
   *
   * @param what its name: "blink", "clenched_jaw"
   * @param when from when until when; the same for a moment
   */
  public record Scripted(String what, Interval when) {}

  /** Copies the lists. */
  public SubjectTruth {
    beatSeconds = List.copyOf(beatSeconds);
    ectopicSeconds = List.copyOf(ectopicSeconds);
    pulseSeconds = List.copyOf(pulseSeconds);
    breathPhases = List.copyOf(breathPhases);
    alphaBursts = List.copyOf(alphaBursts);
    movements = List.copyOf(movements);
    stepSeconds = List.copyOf(stepSeconds);
    arousals = List.copyOf(arousals);
    skinResponseSeconds = List.copyOf(skinResponseSeconds);
    scripted = List.copyOf(scripted);
  }

  /** Lives a whole life and writes it down. */
  static SubjectTruth of(Body.Settings settings, Duration length) {
    return new Diary(settings, length.toNanos() * 1e-9).write();
  }

  /** Takes down what it is told until the end. */
  private static final class Diary implements Body.Witness {

    private final Body.Settings settings;
    private final double end;
    private final List<Double> beats = new ArrayList<>();
    private final List<Double> ectopics = new ArrayList<>();
    private final List<Double> pulses = new ArrayList<>();
    private final List<Double> phases = new ArrayList<>();
    private final List<Interval> bursts = new ArrayList<>();
    private final List<Interval> movements = new ArrayList<>();
    private final List<Double> steps = new ArrayList<>();
    private final List<Interval> arousals = new ArrayList<>();
    private final List<Double> responses = new ArrayList<>();
    private final List<Scripted> scripted = new ArrayList<>();

    Diary(Body.Settings settings, double end) {
      this.settings = settings;
      this.end = end;
    }

    SubjectTruth write() {
      Body body = new Body(settings, this);
      settings.script().forEach(end, this);
      long packets = Math.round(end / Body.PACKET_SECONDS);
      double movedSince = Double.NaN;
      while (body.packets() < packets) {
        double now = body.seconds();
        body.advance();
        phases.add(body.breathPhase());
        noteBurst(body, now);
        if (body.moving() == Double.isNaN(movedSince)) {
          if (!body.moving()) {
            movements.add(new Interval(movedSince, now));
          }
          movedSince = body.moving() ? now : Double.NaN;
        }
      }
      if (!Double.isNaN(movedSince)) {
        movements.add(new Interval(movedSince, end));
      }
      return new SubjectTruth(
          beats, ectopics, pulses, phases, bursts, movements, steps, arousals, responses, scripted);
    }

    private void noteBurst(Body body, double now) {
      Interval burst = new Interval(body.burstStart(), body.burstEnd());
      boolean noted = !bursts.isEmpty() && bursts.get(bursts.size() - 1).equals(burst);
      if (now >= burst.startSeconds && !noted) {
        bursts.add(burst);
      }
    }

    @Override
    public void beat(double seconds, boolean ectopic) {
      addBeforeEnd(beats, seconds);
      addBeforeEnd(pulses, seconds + Body.PULSE_DELAY_SECONDS);
      if (ectopic) {
        addBeforeEnd(ectopics, seconds);
      }
    }

    @Override
    public void step(double seconds) {
      addBeforeEnd(steps, seconds);
    }

    @Override
    public void skinResponse(double seconds) {
      addBeforeEnd(responses, seconds);
    }

    @Override
    public void scripted(Script.Kind kind, double startSeconds, double endSeconds) {
      Interval when = new Interval(startSeconds, endSeconds);
      scripted.add(new Scripted(kind.name().toLowerCase(Locale.ROOT), when));
      if (kind == Script.Kind.AROUSAL) {
        arousals.add(when);
      } else if (kind == Script.Kind.EYES_CLOSED) {
        bursts.add(when);
      }
    }

    private void addBeforeEnd(List<Double> list, double seconds) {
      if (seconds < end) {
        list.add(seconds);
      }
    }
  }
}
