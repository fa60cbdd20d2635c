package io.echosdk.server;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualEngine;
import io.echosdk.audio.SpectrumTap;
import io.echosdk.audio.ToneProgram;
import io.echosdk.biometric.BiometricSession;

/**
 * The walk from a body to pictures on virtual time: no clock is read and no thread started, so
 * equal input gives equal bytes. The sound is made too, block by block, because its spectrum shapes
 * the picture, and is thrown away. One thread at a time.
 */
public final class OfflineVisuals implements AutoCloseable {

  private static final int BLOCK_FRAMES = 1024;

  private final BiometricSession body;
  private final VisualEngine engine;
  private final ToneProgram tone = ToneProgram.bowls(136.1);
  private final SpectrumTap tap = new SpectrumTap(AudioFormat.STEREO_48K);
  private final AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, BLOCK_FRAMES);
  private final BiometricState state = new BiometricState();
  private long blocks;
  private long frames;

  /**
   * Prepares a programme from its beginning.
   *
   * @param source the body; closed with this
   * @param engine what draws; closed with this
   */
  public OfflineVisuals(BiometricSource source, VisualEngine engine) {
    body = BiometricSession.of(source);
    this.engine = engine;
  }

  /** Makes the next picture; the caller closes it. */
  public VideoFrame next() {
    long ptsNanos = engine.format().framesPerSecond().ptsNanos(frames);
    for (long at = blockNanos(); at <= ptsNanos; at = blockNanos()) {
      body.poll(at);
      body.read(state);
      tone.submit(state, at);
      tone.render(block);
      tap.process(block);
      blocks++;
    }
    body.poll(ptsNanos);
    body.read(state);
    engine.submit(state, ptsNanos);
    engine.submit(tap.latest());
    frames++;
    return engine.render(ptsNanos);
  }

  private long blockNanos() {
    return blocks * BLOCK_FRAMES * 1_000_000_000L / AudioFormat.STEREO_48K.sampleRateHz();
  }

  @Override
  public void close() {
    engine.close();
    body.close();
  }
}
