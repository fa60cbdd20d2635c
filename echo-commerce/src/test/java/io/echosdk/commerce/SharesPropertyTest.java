package io.echosdk.commerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.commerce.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharesPropertyTest {

  private static final Currency EUR = Currency.getInstance("EUR");
  private static final long SEED = 20;

  @Test
  void nothingIsLostAndNobodyIsAWholeUnitOff() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 20_000; round++) {
      List<Integer> rates = rates(random);
      long amount = random.nextLong(round % 2 == 0 ? 1_000 : 9_200_000_000_000L);
      List<Money> parts = Shares.split(new Money(amount, EUR), rates);
      String situation = "seed " + SEED + ", round " + round + ": " + amount + " by " + rates;
      assertThat(parts.stream().mapToLong(Money::minorUnits).sum()).as(situation).isEqualTo(amount);
      for (int i = 0; i < parts.size(); i++) {
        BigInteger exactMicros =
            BigInteger.valueOf(amount).multiply(BigInteger.valueOf(rates.get(i)));
        BigInteger offMicros =
            BigInteger.valueOf(parts.get(i).minorUnits())
                .multiply(BigInteger.valueOf(Shares.WHOLE_MICROS))
                .subtract(exactMicros);
        assertThat(offMicros.abs()).as(situation).isLessThan(BigInteger.valueOf(1_000_000));
      }
    }
  }

  @Test
  void unitsLeftOverGoToTheLargestFractions() {
    assertThat(units(10, 333_333, 333_333, 333_334)).containsExactly(3L, 3L, 4L);
    assertThat(units(100, 125_000, 874_000, 1_000)).containsExactly(13L, 87L, 0L);
    assertThat(units(1, 400_000, 600_000)).containsExactly(0L, 1L);
  }

  @Test
  void tiesGoToTheOneNamedFirst() {
    assertThat(units(1, 500_000, 500_000)).containsExactly(1L, 0L);
    assertThat(units(3, 250_000, 250_000, 250_000, 250_000)).containsExactly(1L, 1L, 1L, 0L);
  }

  @Test
  void whoHasNoRateGetsNothing() {
    assertThat(units(7, 0, 1_000_000, 0)).containsExactly(0L, 7L, 0L);
    assertThat(units(0, 500_000, 500_000)).containsExactly(0L, 0L);
  }

  @Test
  void ratesThatAreNoWholeAndAmountsBelowZeroAreRefused() {
    Money ten = new Money(10, EUR);
    for (List<Integer> rates :
        List.of(List.<Integer>of(), List.of(999_999), List.of(1_500_000, -500_000))) {
      assertThatThrownBy(() -> Shares.split(ten, rates))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(rates.toString());
    }
    assertThatThrownBy(() -> Shares.split(new Money(-1, EUR), List.of(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  private static List<Long> units(long amount, Integer... rates) {
    return Shares.split(new Money(amount, EUR), List.of(rates)).stream()
        .map(Money::minorUnits)
        .toList();
  }

  private static List<Integer> rates(SplittableRandom random) {
    List<Integer> rates = new ArrayList<>();
    int left = Shares.WHOLE_MICROS;
    for (int others = random.nextInt(12); others > 0; others--) {
      int rate = random.nextInt(left + 1);
      rates.add(rate);
      left -= rate;
    }
    rates.add(left);
    return rates;
  }
}
