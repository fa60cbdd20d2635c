package io.echosdk.audio;

import io.echosdk.api.HotPath;

/** Sounds a {@link Binaural} pair. */
final class BinauralTone extends Tone {

  private final Binaural voice;
  private final PartialBank.Partial left;
  private final PartialBank.Partial right;

  BinauralTone(Binaural voice, PartialBank bank) {
    this.voice = voice;
    left = bank.add(voice.carrierHz());
    right = bank.add(voice.carrierHz());
  }

  @Override
  @HotPath
  void steer(StateMapping body) {
    double alpha = body.alpha.value();
    double difference = voice.slowHz() + (voice.alphaHz() - voice.slowHz()) * alpha;
    left.pitch(voice.carrierHz() - difference / 2);
    right.pitch(voice.carrierHz() + difference / 2);
    double level = voice.level() * (0.5 + 0.5 * alpha) * (0.75 + 0.25 * body.swell.value());
    left.level(level, 0);
    right.level(0, level);
  }
}
