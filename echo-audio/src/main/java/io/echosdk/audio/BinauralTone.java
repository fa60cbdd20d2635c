package io.echosdk.audio;

import io.echosdk.api.HotPath;

/** Sounds a {@link Binaural} pair. */
final class BinauralTone extends Tone {

  private final Binaural voice;
  private final PartialBank bank;
  private final int first;

  BinauralTone(Binaural voice, PartialBank bank) {
    this.voice = voice;
    this.bank = bank;
    first = bank.grow(2);
  }

  @Override
  @HotPath
  void steer(StateMapping body) {
    double alpha = body.alpha.value();
    double difference = voice.slowHz() + (voice.alphaHz() - voice.slowHz()) * alpha;
    bank.pitch(first, voice.carrierHz() - difference / 2);
    bank.pitch(first + 1, voice.carrierHz() + difference / 2);
    double level = voice.level() * (0.5 + 0.5 * alpha) * (0.75 + 0.25 * body.swell.value());
    bank.level(first, level, 0);
    bank.level(first + 1, 0, level);
  }
}
