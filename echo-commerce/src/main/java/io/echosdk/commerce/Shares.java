package io.echosdk.commerce;

import io.echosdk.api.commerce.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits an amount among people so that not one minor unit is lost or made up.
 *
 * <p>Largest remainder method (Hamilton): everyone first gets the whole units of his exact share;
 * the units left over go one each to the largest fractions, ties to the one named first. No share
 * differs from the exact one by a whole unit. All arithmetic is in integers.
 */
public final class Shares {

  /** What the rates of a split add up to. */
  public static final int WHOLE_MICROS = 1_000_000;

  private Shares() {}

  /**
   * Splits an amount.
   *
   * @param amount what to split; not negative, at most 9.2e12 minor units
   * @param rateMicros each one's part in millionths, not negative, together {@link #WHOLE_MICROS}
   * @return the parts, in the order of the rates; their sum is the amount
   */
  public static List<Money> split(Money amount, List<Integer> rateMicros) {
    check(amount, rateMicros);
    long[] units = new long[rateMicros.size()];
    long[] fractions = new long[rateMicros.size()];
    long left = amount.minorUnits();
    for (int i = 0; i < units.length; i++) {
      long exactMicros = Math.multiplyExact(amount.minorUnits(), rateMicros.get(i).longValue());
      units[i] = exactMicros / WHOLE_MICROS;
      fractions[i] = exactMicros % WHOLE_MICROS;
      left -= units[i];
    }
    IntStream.range(0, units.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> -fractions[i]))
        .limit(left)
        .forEach(i -> units[i]++);
    List<Money> parts = new ArrayList<>();
    for (long part : units) {
      parts.add(new Money(part, amount.currency()));
    }
    return List.copyOf(parts);
  }

  private static void check(Money amount, List<Integer> rateMicros) {
    if (amount.minorUnits() < 0) {
      throw new IllegalArgumentException(
          "amount must not be negative but is " + amount.minorUnits());
    }
    if (rateMicros.stream().anyMatch(rate -> rate < 0)
        || rateMicros.stream().mapToLong(Integer::longValue).sum() != WHOLE_MICROS) {
      throw new IllegalArgumentException(
          "rates must not be negative and add up to 1000000 but are " + rateMicros);
    }
  }
}
