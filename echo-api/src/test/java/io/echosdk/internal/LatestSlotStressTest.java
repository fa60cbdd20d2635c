package io.echosdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LatestSlotStressTest {

  private static final int WORDS = 43; // a BiometricState
  private static final long READS = 5_000_000; // of each reader

  @Test
  @Timeout(120)
  void tenMillionReadsBesideAWriterSeeNoMixtureAndNoStepBack() throws InterruptedException {
    LatestSlot slot = new LatestSlot(WORDS);
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong torn = new AtomicLong();
    AtomicLong backward = new AtomicLong();
    AtomicLong changes = new AtomicLong();
    Thread writer = new Thread(() -> write(slot, done));
    Thread waiting = new Thread(() -> read(slot, true, torn, backward, changes));
    Thread trying = new Thread(() -> read(slot, false, torn, backward, changes));
    writer.start();
    waiting.start();
    trying.start();
    waiting.join();
    trying.join();
    done.set(true);
    writer.join();
    assertThat(torn).as("mixtures").hasValue(0);
    assertThat(backward).as("older values after newer ones").hasValue(0);
    assertThat(changes.get()).as("different values seen").isGreaterThan(100);
  }

  private static void write(LatestSlot slot, AtomicBoolean done) {
    long[] value = new long[WORDS];
    for (long n = 1; !done.get(); n++) {
      Arrays.fill(value, n);
      slot.write(value);
      for (int pause = 0; pause < 20; pause++) {
        Thread.onSpinWait(); // leaves the readers a chance, as a writer at signal rates does
      }
    }
  }

  private static void read(
      LatestSlot slot, boolean wait, AtomicLong torn, AtomicLong backward, AtomicLong changes) {
    long[] value = new long[WORDS];
    long last = 0;
    for (long i = 0; i < READS; i++) {
      if (wait) {
        slot.read(value);
      } else if (!slot.tryRead(value)) {
        continue;
      }
      for (long word : value) {
        if (word != value[0]) {
          torn.incrementAndGet();
        }
      }
      if (value[0] < last) {
        backward.incrementAndGet();
      } else if (value[0] > last) {
        changes.incrementAndGet();
      }
      last = value[0];
    }
  }
}
