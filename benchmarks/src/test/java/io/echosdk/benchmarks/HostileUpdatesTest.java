package io.echosdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A short run of {@link HostileUpdates}, what each message allocates included. */
class HostileUpdatesTest {

  @Test
  void noDamagedMessageBreaksARule() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    HostileUpdates run = new HostileUpdates(3, new PrintStream(said, true, StandardCharsets.UTF_8));
    run.run(5_000);
    long broken = run.report();
    assertThat(broken).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }
}
