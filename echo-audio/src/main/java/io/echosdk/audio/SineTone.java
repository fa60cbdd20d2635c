package io.echosdk.audio;

import io.echosdk.api.HotPath;

/** Sounds a {@link Sine}. */
final class SineTone extends Tone {

  private final Sine voice;
  private final PartialBank bank;
  private final int partial;

  SineTone(Sine voice, PartialBank bank) {
    this.voice = voice;
    this.bank = bank;
    partial = bank.grow(1);
    bank.pitch(partial, voice.frequencyHz());
  }

  @Override
  @HotPath
  void steer(StateMapping body) {
    double level = voice.level() * (0.6 + 0.4 * body.swell.value());
    bank.level(partial, level, level);
  }
}
