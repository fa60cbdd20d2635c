package io.echosdk.samples;

import io.echosdk.api.EchoRuntime;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ConsentLedger;
import io.echosdk.biometric.RecordingKeyFolder;
import java.nio.file.Path;

/** A consent that other processes may give and take back. */
public final class FollowConsent {

  private FollowConsent() {}

  /** Returns what somebody allows, as of now and later. */
  public static Consent noors(EchoRuntime runtime, Path folder) {
    // begin
    ConsentLedger ledger =
        ConsentLedger.builder(runtime.clock())
            .keys(RecordingKeyFolder.open(folder.resolve("keys")))
            .file(folder.resolve("consents"))
            .build();
    ledger.follow(runtime); // hears what others write until the runtime is closed
    Consent consent = ledger.of("noor");
    // end
    return consent;
  }
}
