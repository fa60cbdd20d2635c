package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.Beat;
import java.util.Arrays;
import java.util.Objects;

/**
 * Finds heart beats in several ECG leads of one body, recorded together, by letting their {@link
 * BeatDetector}s vote.
 *
 * <p>The idea: each lead has a weight, which is how often it was of one mind with the vote, and the
 * heaviest one leads. A beat of the leading lead is told at once, so voting costs no time. A beat
 * of another lead waits 80 ms for the leading one; after that it counts if two leads tell it, or if
 * the leading one has been silent for one and a half intervals, as one does that has come off. A
 * lead that is off loses its weight within a few beats, and hurts nobody.
 *
 * <p>Leads see the same beat at slightly different places; each is moved by its usual distance from
 * the reference lead, so the fiducial does not jump when another one leads. The reference is the
 * first lead until another shows the complex three times as high: where the deflection is largest,
 * its extremum is least moved by noise, and that is where people mark a beat that they see on
 * several leads.
 *
 * <p>Each beat is told twice, as by {@link BeatDetector}: for good once every lead had its time to
 * know its place, 0.3 s after the first telling or just before the next beat.
 *
 * <p>Causal, of constant memory, nothing allocated after construction; as with one lead, the sizes
 * of calls change no bit. Not safe for use by several threads.
 */
public final class LeadVote {

  /** The largest number of leads that vote. */
  public static final int MAX_LEADS = 16;

  private static final double SAME_BEAT_SECONDS = 0.15;
  private static final double SAME_COMPLEX_SECONDS = 0.05;
  private static final double WAIT_SECONDS = 0.08;
  private static final double WEIGHT_RATE = 0.1;
  private static final double LEAD_BY = 0.1; // weight by which another takes the lead
  private static final double PLACE_RATE = 0.1;
  private static final double STRONGER = 3; // ratio by which another becomes the reference
  private static final double HEIGHT_RATE = 0.03;
  private static final double FINAL_SECONDS = 0.3;
  private static final double SILENT_INTERVALS = 1.5;
  private static final double INTERVAL_RATE = 0.2;

  private final BeatDetector[] detectors;
  private final BeatDetector.Listener listener;
  private final double sameBeat;
  private final double sameComplex;
  private final long wait;
  private final double[] weight;
  private final double[] height; // usual, of each lead's complexes
  private final double[] place; // usual distance to the reference lead's fiducial, samples
  private final double[] own; // where each lead saw the last beat, as it knows by now
  private final double[] lastBeat; // of each lead, moved by its place
  private final long finalAfter;
  private int leading;
  private int reference;
  private long now;

  private boolean any;
  private double told; // the last beat told
  private double interval = Double.NaN; // usual, samples
  private final boolean[] agreed; // which leads told the last beat too
  private boolean settled = true; // whether its weights were counted and it was told for good
  private long toldAt;
  private int toldLead;
  private double toldConfidence;
  private Beat.Kind toldKind = Beat.Kind.NORMAL;

  private boolean pending;
  private int pendingLead;
  private double pendingSample;
  private double pendingConfidence;
  private Beat.Kind pendingKind = Beat.Kind.NORMAL;
  private long pendingSince;

  /**
   * Makes a vote that has heard nothing.
   *
   * @param sampleRateHz samples per second and lead, 100 to 1000
   * @param leads how many leads, 1 to {@link #MAX_LEADS}
   * @param listener hears of beats, each once
   */
  public LeadVote(double sampleRateHz, int leads, BeatDetector.Listener listener) {
    if (leads < 1 || leads > MAX_LEADS) {
      throw new IllegalArgumentException("leads must be 1 to 16 but is " + leads);
    }
    this.listener = Objects.requireNonNull(listener, "listener");
    detectors = new BeatDetector[leads];
    for (int i = 0; i < leads; i++) {
      detectors[i] = new BeatDetector(sampleRateHz, new Lead(i));
    }
    sameBeat = SAME_BEAT_SECONDS * sampleRateHz;
    sameComplex = SAME_COMPLEX_SECONDS * sampleRateHz;
    wait = Math.round(WAIT_SECONDS * sampleRateHz);
    finalAfter = Math.round(FINAL_SECONDS * sampleRateHz);
    weight = new double[leads];
    height = new double[leads];
    place = new double[leads];
    own = new double[leads];
    lastBeat = new double[leads];
    agreed = new boolean[leads];
    forget();
  }

  /** Returns how many frames were pushed. */
  public long samples() {
    return now;
  }

  /**
   * Takes the next frames.
   *
   * @param samples interleaved, [frame][channel]; NaN where invalid
   * @param offset index of the first lead's first sample; the other leads follow it
   * @param frames how many
   * @param stride distance from one frame to the next, at least the number of leads
   */
  @HotPath
  public void push(float[] samples, int offset, int frames, int stride) {
    for (int i = 0; i < frames; i++) {
      for (int lead = 0; lead < detectors.length; lead++) {
        detectors[lead].push(samples, offset + i * stride + lead, 1);
      }
      if (pending && now - pendingSince >= wait) {
        decideAlone();
      }
      if (!settled && now - toldAt >= finalAfter) {
        settle();
      }
      now++;
    }
  }

  /** One lead's voice. */
  private final class Lead implements BeatDetector.Listener {
    private final int lead;

    Lead(int lead) {
      this.lead = lead;
    }

    @Override
    public void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      hear(lead, sample, confidence, kind);
    }

    @Override
    public void onFinal(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      hearFinal(lead, sample, confidence, kind);
    }
  }

  private void hear(int lead, double ownSample, double confidence, Beat.Kind kind) {
    double sample = ownSample + place[lead];
    lastBeat[lead] = sample;
    if (any && sample - told < sameBeat) {
      agree(lead, ownSample);
      return;
    }
    boolean sameAsPending = pending && Math.abs(sample - pendingSample) < sameBeat;
    if (pending && !sameAsPending) {
      decideAlone();
    }
    if (lead == leading) {
      int first = pendingLead;
      double firstSample = pendingSample;
      tell(lead, sample, confidence, kind);
      if (sameAsPending) {
        agree(first, firstSample - place[first]);
      }
    } else if (sameAsPending && lead != pendingLead) {
      tell(pendingLead, pendingSample, Math.max(confidence, pendingConfidence), pendingKind);
      agree(lead, ownSample);
    } else if (!sameAsPending) {
      pending = true;
      pendingLead = lead;
      pendingSample = sample;
      pendingConfidence = confidence;
      pendingKind = kind;
      pendingSince = now;
    }
  }

  /** A lead knows the place of its last beat; the vote's last beat may be the same. */
  private void hearFinal(int lead, double ownSample, double confidence, Beat.Kind kind) {
    boolean same = Math.abs(ownSample + place[lead] - told) < sameBeat;
    if (settled || !agreed[lead] || !same) {
      return;
    }
    own[lead] = ownSample;
    learnHeight(lead, detectors[lead].height());
    if (lead == toldLead) {
      toldConfidence = confidence;
      toldKind = kind;
    }
  }

  /** By small steps, of the same size whatever an artefact's height: about the median. */
  private void learnHeight(int lead, double seen) {
    height[lead] *= seen > height[lead] ? 1 + HEIGHT_RATE : 1 - HEIGHT_RATE;
    height[lead] = height[lead] > 0 ? height[lead] : seen;
  }

  /** No second lead told the beat that waits: it counts if the leading lead has gone silent. */
  private void decideAlone() {
    if (isSilent(leading)) {
      tell(pendingLead, pendingSample, pendingConfidence, pendingKind);
    } else {
      weight[pendingLead] -= WEIGHT_RATE * weight[pendingLead];
      pending = false;
    }
  }

  private boolean isSilent(int lead) {
    return !(pendingSample - lastBeat[lead] <= SILENT_INTERVALS * interval);
  }

  private void tell(int lead, double sample, double confidence, Beat.Kind kind) {
    settle();
    if (any) {
      double since = sample - told;
      interval = Double.isNaN(interval) ? since : interval + INTERVAL_RATE * (since - interval);
    }
    any = true;
    told = sample;
    toldAt = now;
    toldLead = lead;
    toldConfidence = confidence;
    toldKind = kind;
    pending = false;
    settled = false;
    Arrays.fill(agreed, false);
    agree(lead, sample - place[lead]);
    listener.onBeat(Math.rint(8 * sample) / 8, now, confidence, kind);
  }

  /** By now every lead has told the last beat, or has not: it is told for good, and they learn. */
  private void settle() {
    if (settled) {
      return;
    }
    settled = true;
    double sample = own[toldLead] + place[toldLead];
    if (agreed[reference] && Math.abs(own[reference] - sample) < sameComplex) {
      sample = own[reference];
    }
    countWeights();
    listener.onFinal(Math.rint(8 * sample) / 8, now, toldConfidence, toldKind);
  }

  private void countWeights() {
    int heaviest = leading;
    int strongest = reference;
    for (int i = 0; i < detectors.length; i++) {
      weight[i] += WEIGHT_RATE * ((agreed[i] ? 1 : 0) - weight[i]);
      if (i != reference && agreed[i] && agreed[reference]) {
        place[i] += PLACE_RATE * (own[reference] - own[i] - place[i]);
        strongest = height[i] > STRONGER * height[strongest] ? i : strongest;
      }
      heaviest = weight[i] > weight[heaviest] + LEAD_BY ? i : heaviest;
    }
    leading = heaviest;
    if (strongest != reference) {
      refer(strongest);
    }
  }

  /** Places are told as that lead sees them from now on. */
  private void refer(int lead) {
    double moved = place[lead];
    for (int i = 0; i < detectors.length; i++) {
      place[i] -= moved;
      lastBeat[i] -= moved;
    }
    told -= moved;
    reference = lead;
  }

  private void agree(int lead, double ownSample) {
    agreed[lead] = Math.abs(ownSample + place[lead] - told) < sameBeat;
    own[lead] = ownSample;
  }

  /** Forgets the waves but not the count of frames. A beat that is not final becomes so. */
  public void gap() {
    for (BeatDetector detector : detectors) {
      detector.gap();
    }
    settle();
    forget();
  }

  private void forget() {
    Arrays.fill(weight, 0.5);
    Arrays.fill(height, 0);
    Arrays.fill(place, 0);
    Arrays.fill(lastBeat, Double.NEGATIVE_INFINITY);
    leading = 0;
    reference = 0;
    any = false;
    pending = false;
    settled = true;
    interval = Double.NaN;
  }
}
