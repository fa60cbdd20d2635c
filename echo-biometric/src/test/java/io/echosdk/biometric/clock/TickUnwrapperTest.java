package io.echosdk.biometric.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TickUnwrapperTest {

  private static final long MILLI = 1_000_000;

  @Test
  void aCounterThatWrapsGoesOn() {
    TickUnwrapper millis = new TickUnwrapper(16, 1000);
    assertThat(millis.nanos(65_530, 0)).isEqualTo(65_530 * MILLI);
    assertThat(millis.nanos(4, 10 * MILLI)).isEqualTo(65_540 * MILLI);
  }

  @Test
  void aCounterThatWrappedManyTimesInASilenceIsFoundByTheArrivals() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      TickUnwrapper millis = new TickUnwrapper(16, 1000);
      long first = random.nextInt(65_536);
      long silence = random.nextInt(1_000_000);
      long late = random.nextInt(20_000); // the network's doing
      millis.nanos(first, 0);
      assertThat(millis.nanos((first + silence) & 0xffff, (silence + late) * MILLI) / MILLI)
          .as("silence of %d ms, arrival %d ms late", silence, late)
          .isEqualTo(first + silence);
    }
  }

  @Test
  void aStepBackStaysAStepBack() {
    TickUnwrapper micros = new TickUnwrapper(32, 1e6);
    micros.nanos(5_000_000, 0);
    assertThat(micros.nanos(4_000_000, 10 * MILLI)).isEqualTo(4_000 * MILLI);
  }
}
