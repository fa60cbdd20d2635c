package io.echosdk.sync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RunsTest {

  @Test
  void aRepeatedZeroIsANegativeZeroAndItsCount() {
    Runs.UintRunWriter column = new Runs.UintRunWriter();
    column.write(0);
    column.write(0);
    column.write(0);
    assertThat(column.finish().toBytes()).containsExactly(0x40, 1);
  }

  @Test
  void columnsComeBack() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int[] values = new int[1 + random.nextInt(50)];
      for (int i = 1; i < values.length; i++) {
        values[i] = random.nextBoolean() ? values[i - 1] + (round & 1) : random.nextInt(1 << 20);
      }
      Runs.UintRunWriter uints = new Runs.UintRunWriter();
      Runs.DifferenceRunWriter differences = new Runs.DifferenceRunWriter();
      Runs.ByteRunWriter bytes = new Runs.ByteRunWriter();
      for (int value : values) {
        uints.write(value);
        differences.write(value);
        bytes.write(value & 3);
      }
      Runs.UintRunReader readUints = new Runs.UintRunReader(reader(uints.finish()));
      Runs.DifferenceRunReader readDifferences =
          new Runs.DifferenceRunReader(reader(differences.finish()));
      Runs.ByteRunReader readBytes = new Runs.ByteRunReader(reader(bytes.finish()));
      for (int value : values) {
        assertThat(readUints.read()).isEqualTo(value);
        assertThat(readDifferences.read()).isEqualTo(value);
        assertThat(readBytes.read()).isEqualTo(value & 3);
      }
    }
  }

  private static ByteReader reader(ByteWriter written) {
    return new ByteReader(written.toBytes());
  }
}
