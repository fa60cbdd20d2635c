package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.input.WfdbHeader.StoredSignal;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WFDB record of one segment, frame by frame.
 *
 * <p>Skew: a signal that was digitised k frames late is k frames ahead in the file's time, so every
 * other signal waits for it. With K the greatest skew, the signal with skew k passes through a
 * delay of K - k frames, the first K frames that come out are dropped, and after the end of the
 * file K frames without samples flush the delays.
 */
final class WfdbReader implements RecordingReader {

  private static final int BLOCK_FRAMES = 1024;
  private static final long MAX_SAMPLES_HELD = 1 << 24;

  private final WfdbHeader header;
  private final List<Channel> channels = new ArrayList<>();
  private final List<FileTrack> tracks = new ArrayList<>();
  private final float[][] blocks;
  private final float[][] delays; // ring of (K - skew) frames of each signal
  private final int[] sums; // of differences, of each signal that is stored as such
  private final int maxSkew;
  private int frames; // in this block
  private long frame; // read so far, those that flush included
  private long lastFrame; // where reading ends, flushing included
  private @Nullable BiometricException broken;

  /** The signals of one file. */
  private record FileTrack(WfdbSamples samples, int[] signals) {}

  WfdbReader(WfdbHeader header) {
    this.header = header;
    List<StoredSignal> signals = header.signals();
    if (signals.isEmpty()) {
      throw Unreadable.unsupported(
          header.file(),
          "the record has annotations only, no signal",
          "give a record with signals");
    }
    maxSkew = signals.stream().mapToInt(StoredSignal::skewFrames).max().orElse(0);
    blocks = new float[signals.size()][];
    delays = new float[signals.size()][];
    sums = signals.stream().mapToInt(StoredSignal::first).toArray();
    long memory = 0;
    for (StoredSignal s : signals) {
      memory += (long) (BLOCK_FRAMES + maxSkew) * s.samplesPerFrame();
    }
    if (memory > MAX_SAMPLES_HELD) {
      throw Unreadable.unsupported(
          header.file(),
          "its skews and frames need " + memory + " samples in memory",
          "convert it to one sample in a frame, without skew");
    }
    for (int i = 0; i < signals.size(); i++) {
      StoredSignal s = signals.get(i);
      channels.add(
          new Channel(s.name(), s.kind(), s.unit(), header.frameRateHz() * s.samplesPerFrame()));
      blocks[i] = new float[BLOCK_FRAMES * s.samplesPerFrame()];
      delays[i] = new float[(maxSkew - s.skewFrames()) * s.samplesPerFrame()];
    }
    lastFrame = header.frames() == 0 ? Long.MAX_VALUE : header.frames() + maxSkew;
    openFiles(signals);
  }

  private void openFiles(List<StoredSignal> signals) {
    try {
      for (int first = 0; first < signals.size(); ) {
        StoredSignal s = signals.get(first);
        int after = first + 1;
        while (after < signals.size() && signals.get(after).file().equals(s.file())) {
          after++;
        }
        int[] members = java.util.stream.IntStream.range(first, after).toArray();
        WfdbSamples samples =
            WfdbSamples.open(header.file(), s.file(), s.format(), s.offsetBytes());
        tracks.add(new FileTrack(samples, members));
        first = after;
      }
    } catch (BiometricException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean advance() {
    if (broken != null) {
      throw broken;
    }
    frames = 0;
    while (frames < BLOCK_FRAMES && frame < lastFrame) {
      if (!readFrame()) {
        break;
      }
      if (frame++ >= maxSkew) {
        frames++;
      }
    }
    if (frames == 0 && broken != null) {
      throw broken;
    }
    return frames > 0;
  }

  /** Returns how many frames this block has. */
  int frames() {
    return frames;
  }

  /** Lets the record end so many frames from here. */
  void limit(long framesLeft) {
    lastFrame = Math.min(lastFrame, Math.max(0, frame - maxSkew) + framesLeft + maxSkew);
  }

  /** Reads one frame of every file through the delays; false if a file has ended. */
  private boolean readFrame() {
    boolean flushing = header.frames() != 0 && frame >= header.frames();
    for (FileTrack track : tracks) {
      try {
        for (int signal : track.signals) {
          readSamples(track.samples, signal, flushing);
        }
      } catch (EOFException e) {
        ended(track.samples.in);
        return false;
      }
    }
    return true;
  }

  private void readSamples(WfdbSamples samples, int signal, boolean flushing) throws EOFException {
    StoredSignal stored = header.signals().get(signal);
    float[] delay = delays[signal];
    int perFrame = stored.samplesPerFrame();
    for (int i = 0; i < perFrame; i++) {
      int step = flushing ? WfdbSamples.INVALID : samples.next();
      if (WfdbSamples.differences(stored.format()) && !flushing) {
        sums[signal] += step == WfdbSamples.INVALID ? -128 : step; // no difference is invalid
        step = sums[signal];
      }
      float value =
          step == WfdbSamples.INVALID
              ? Float.NaN
              : (float) (((double) step - stored.baseline()) * stored.unitsPerStep());
      if (delay.length > 0) {
        int slot = (int) ((frame * perFrame + i) % delay.length);
        float delayed = delay[slot];
        delay[slot] = value;
        value = delayed;
      }
      blocks[signal][frames * perFrame + i] = value;
    }
  }

  private void ended(ByteInput in) {
    if (header.frames() == 0) { // the header did not promise a length: this is the end
      lastFrame = frame;
      return;
    }
    broken =
        Unreadable.endsEarly(
            in.file(),
            in.offset(),
            "sample "
                + (frame + 1)
                + " of "
                + header.frames()
                + " that "
                + header.file().getFileName()
                + " promises");
  }

  @Override
  public float[] samples(int channel) {
    return blocks[channel];
  }

  @Override
  public int count(int channel) {
    return frames * header.signals().get(channel).samplesPerFrame();
  }

  @Override
  public void close() {
    tracks.forEach(track -> track.samples.close());
  }
}
