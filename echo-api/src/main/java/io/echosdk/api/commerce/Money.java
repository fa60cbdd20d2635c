package io.echosdk.api.commerce;

import java.util.Currency;
import java.util.Objects;

/**
 * An amount of money, exact.
 *
 * @param minorUnits in the currency's smallest unit: cents, yen
 * @param currency ISO 4217
 */
public record Money(long minorUnits, Currency currency) {

  /** Checks that there is a currency. */
  public Money {
    Objects.requireNonNull(currency, "currency");
  }

  /**
   * Adds an amount of the same currency.
   *
   * @throws ArithmeticException if the sum does not fit
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
  }
}
