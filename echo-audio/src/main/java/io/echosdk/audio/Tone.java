package io.echosdk.audio;

/** A voice that sounds: steers its partials once a tick. */
abstract class Tone {

  /** Returns the tone of a voice, with its partials added to the bank, silent. */
  static Tone of(Voice voice, PartialBank bank, double tickSeconds) {
    if (voice instanceof Bowl bowl) {
      return new BowlTone(bowl, bank, tickSeconds);
    }
    if (voice instanceof Binaural pair) {
      return new BinauralTone(pair, bank);
    }
    return new SineTone((Sine) voice, bank);
  }

  /** Sets pitches and levels for the coming tick. Does not allocate or lock. */
  abstract void steer(StateMapping body);
}
