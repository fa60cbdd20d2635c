package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.biometric.ConsentLedger;
import io.echosdk.biometric.RecordingKeyFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a person's ledger of consents and the keys of recordings are. */
final class ConsentFolder {

  @Option(
      names = "--consents",
      paramLabel = "DIR",
      defaultValue = "${sys:user.home}/.echo",
      description = "Where consents and keys are kept. Default: ~/.echo")
  private Path folder;

  /** Opens the ledger; finishes revocations that were cut short. */
  ConsentLedger open() {
    return ConsentLedger.builder(MediaClock.system())
        .keys(RecordingKeyFolder.open(folder.resolve("keys")))
        .file(folder.resolve("consents"))
        .build();
  }

  /** Opens the ledger and hears what other processes write into it until the runtime is closed. */
  ConsentLedger follow(EchoRuntime runtime) {
    ConsentLedger ledger = open();
    ledger.follow(runtime); // ends with the runtime
    return ledger;
  }
}
