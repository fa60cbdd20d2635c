package io.echosdk.biometric.input;

import io.echosdk.api.biometric.SignalKind;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some channels of a recording, in an order of one's own, taken for what one says. */
final class ChosenChannels implements RecordingReader {

  private final RecordingReader reader;
  private final int[] indexes;
  private final List<Channel> channels;

  ChosenChannels(RecordingReader reader, List<Integer> chosen, @Nullable SignalKind kind) {
    this.reader = reader;
    indexes =
        chosen.isEmpty()
            ? IntStream.range(0, reader.channels().size()).toArray()
            : chosen.stream().mapToInt(i -> i).toArray();
    channels =
        IntStream.of(indexes)
            .mapToObj(i -> reader.channels().get(i))
            .map(channel -> kind == null ? channel : channel.as(kind))
            .toList();
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean advance() {
    return reader.advance();
  }

  @Override
  public float[] samples(int channel) {
    return reader.samples(indexes[channel]);
  }

  @Override
  public int count(int channel) {
    return reader.count(indexes[channel]);
  }

  @Override
  public long nanos(int channel) {
    return reader.nanos(indexes[channel]);
  }

  @Override
  public int flags(int channel) {
    return reader.flags(indexes[channel]);
  }

  @Override
  public long arrivalNanos() {
    return reader.arrivalNanos();
  }

  @Override
  public void close() {
    reader.close();
  }
}
