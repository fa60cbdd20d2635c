package io.echosdk.biometric;

import io.echosdk.api.biometric.SignalKind;
import java.util.List;
import java.util.Objects;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * How a recording is played back.
 *
 * @param speed times the recorded speed; infinite for one block of samples each poll
 * @param channels which of the file's channels, in this order; empty for all
 * @param kind what the chosen channels are taken for, or null to go by their names
 * @param rateHz samples per second of a file that does not tell; 0 if it does
 * @param loop whether to begin again at the end
 * @param key the key of an encrypted recording, or null
 */
public record ReplayOptions(
    double speed,
    List<Integer> channels,
    @Nullable SignalKind kind,
    double rateHz,
    boolean loop,
    @Nullable SecretKey key) {

  /** Checks every part. */
  public ReplayOptions {
    channels = List.copyOf(channels);
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed must be positive but is " + speed);
    }
    if (!(rateHz >= 0 && rateHz <= 1e6)) {
      throw new IllegalArgumentException("rateHz must be 0 to 1,000,000 but is " + rateHz);
    }
    if (channels.stream().distinct().count() != channels.size()) {
      throw new IllegalArgumentException("channels must differ but are " + channels);
    }
  }

  /** Returns the options for all channels at the speed of the recording, once. */
  public static ReplayOptions recordedSpeed() {
    return builder().build();
  }

  /** Returns the options for all channels, once, as fast as the source is polled. */
  public static ReplayOptions asFastAsPolled() {
    return builder().asFastAsPolled().build();
  }

  /** Returns a builder with recorded speed, all channels, no loop. */
  public static Builder builder() {
    return new Builder();
  }

  /** Settings of a replay; every one has a default. Not safe for use by several threads. */
  public static final class Builder {

    private double speed = 1;
    private List<Integer> channels = List.of();
    private @Nullable SignalKind kind;
    private double rateHz;
    private boolean loop;
    private @Nullable SecretKey key;

    private Builder() {}

    /** Sets how many times faster than recorded. */
    public Builder speed(double times) {
      speed = times;
      return this;
    }

    /** Gives one block of samples each poll, however early that is. */
    public Builder asFastAsPolled() {
      speed = Double.POSITIVE_INFINITY;
      return this;
    }

    /** Sets which channels of the file are played, counted from 0. */
    public Builder channels(Integer... indexes) {
      channels = List.of(indexes);
      return this;
    }

    /** Takes the chosen channels for this, whatever they are called. */
    public Builder as(SignalKind value) {
      kind = Objects.requireNonNull(value, "kind");
      return this;
    }

    /** Sets the samples per second of a file that does not tell; wins over one that does. */
    public Builder rateHz(double value) {
      rateHz = value;
      return this;
    }

    /** Begins again at the end. */
    public Builder loop() {
      loop = true;
      return this;
    }

    /** Sets the key of an encrypted recording: 256 bits of AES. */
    public Builder key(SecretKey value) {
      key = Objects.requireNonNull(value, "key");
      return this;
    }

    /** Builds the options. */
    public ReplayOptions build() {
      return new ReplayOptions(speed, channels, kind, rateHz, loop, key);
    }
  }
}
