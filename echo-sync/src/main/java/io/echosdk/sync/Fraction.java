package io.echosdk.sync;

import org.jspecify.annotations.Nullable;

/**
 * Names of places between two others, as strings that sort by their characters: between any two
 * there is a third, and two authors never make the same.
 *
 * <p>A name is a string of digits of base 64 read as a fraction. A new one takes digits from its
 * lower neighbour until there is a digit between both, and then the author's id in digits that are
 * not zero, so that there is always something between it and what is before it.
 */
final class Fraction {

  private static final String DIGITS =
      "+0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  private static final int BASE = DIGITS.length();

  private Fraction() {}

  /** Returns whether a string is a name that this class makes. */
  static boolean isValid(String name) {
    return name.chars().allMatch(digit -> DIGITS.indexOf(digit) >= 0)
        && !name.isEmpty()
        && name.charAt(name.length() - 1) != DIGITS.charAt(0);
  }

  /**
   * Returns a name between two others.
   *
   * @param low the lower one, empty for the lowest place
   * @param high the higher one, or null for the highest place
   * @param author whose name it becomes
   */
  static String between(String low, @Nullable String high, long author) {
    StringBuilder name = new StringBuilder();
    boolean isBounded = high != null;
    for (int i = 0; ; i++) {
      int from = i < low.length() ? DIGITS.indexOf(low.charAt(i)) : 0;
      int to = isBounded && high != null && i < high.length() ? digit(high, i) : BASE;
      if (to - from > 1) {
        name.append(DIGITS.charAt(from + (to - from) / 2));
        return name.append(digits(author)).toString();
      }
      name.append(DIGITS.charAt(from));
      isBounded &= to == from;
    }
  }

  private static int digit(String name, int index) {
    return DIGITS.indexOf(name.charAt(index));
  }

  private static String digits(long author) {
    StringBuilder digits = new StringBuilder();
    long rest = author;
    do {
      digits.append(DIGITS.charAt(1 + (int) (rest % (BASE - 1))));
      rest /= BASE - 1;
    } while (rest > 0);
    return digits.toString();
  }
}
