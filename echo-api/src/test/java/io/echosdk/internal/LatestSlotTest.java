package io.echosdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatestSlotTest {

  @Test
  void readerGetsTheNewestValue() {
    LatestSlot slot = new LatestSlot(2);
    long[] read = {9, 9};
    slot.read(read);
    assertThat(read).containsOnly(0);
    slot.write(new long[] {1, 2});
    slot.write(new long[] {3, 4});
    assertThat(slot.tryRead(read)).isTrue();
    assertThat(read).containsExactly(3, 4);
    assertThat(slot.writes()).isEqualTo(2);
  }

  @Test
  void valueThatIsTooShortIsRefusedAndHarmsNoReader() {
    LatestSlot slot = new LatestSlot(2);
    slot.write(new long[] {1, 2});
    assertThatThrownBy(() -> slot.write(new long[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 words but has 1");
    long[] read = new long[2];
    assertThat(slot.tryRead(read)).isTrue();
    assertThat(read).containsExactly(1, 2);
  }
}
