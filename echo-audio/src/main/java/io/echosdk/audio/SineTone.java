package io.echosdk.audio;

import io.echosdk.api.HotPath;

/** Sounds a {@link Sine}. */
final class SineTone extends Tone {

  private final Sine voice;
  private final PartialBank.Partial partial;

  SineTone(Sine voice, PartialBank bank) {
    this.voice = voice;
    partial = bank.add(voice.frequencyHz());
  }

  @Override
  @HotPath
  void steer(StateMapping body) {
    double level = voice.level() * (0.6 + 0.4 * body.swell.value());
    partial.level(level, level);
  }
}
