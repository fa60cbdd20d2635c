package io.echosdk.api.commerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Currency;
import org.junit.jupiter.api.Test;

class MoneyTest {

  private static final Currency EUR = Currency.getInstance("EUR");

  @Test
  void amountsOfOneCurrencyAddUp() {
    assertThat(new Money(250, EUR).plus(new Money(-50, EUR))).isEqualTo(new Money(200, EUR));
  }

  @Test
  void currenciesAreNeverMixedAndNothingOverflows() {
    Money yen = new Money(1, Currency.getInstance("JPY"));
    assertThatThrownBy(() -> new Money(1, EUR).plus(yen)).hasMessageContainingAll("JPY", "EUR");
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE, EUR).plus(new Money(1, EUR)))
        .isInstanceOf(ArithmeticException.class);
  }
}
