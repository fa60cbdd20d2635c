package io.echosdk.biometric.osc;

import java.util.List;
import java.util.Objects;

/**
 * One message of Open Sound Control.
 *
 * @param address where it is meant for: "/muse/eeg"
 * @param timeTag of the innermost bundle around it, an NTP time in 32.32 bits; {@link #NOW} if
 *     there is none
 * @param arguments Integer, Float, String, byte[], Long, Double, Boolean, {@link #NOTHING}, {@link
 *     #IMPULSE}, or a List of these for an array
 */
public record OscMessage(String address, long timeTag, List<Object> arguments) {

  /** The time tag that means at once. */
  public static final long NOW = 1;

  /** The argument N. */
  public static final Object NOTHING = Marker.NOTHING;

  /** The argument I. */
  public static final Object IMPULSE = Marker.IMPULSE;

  private enum Marker {
    NOTHING,
    IMPULSE
  }

  /** Checks that nothing is missing. */
  public OscMessage {
    Objects.requireNonNull(address, "address");
    arguments = List.copyOf(arguments);
  }

  /** Returns an argument as a number; NaN if it is none. */
  float number(int index) {
    return arguments.get(index) instanceof Number number ? number.floatValue() : Float.NaN;
  }

  /** Says where it is meant for, without any value. */
  @Override
  public String toString() {
    return "OscMessage[" + address + ", " + arguments.size() + " arguments]";
  }
}
