package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.ConsentException.Reason;
import io.echosdk.api.biometric.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsentLedgerTest {

  private static final ConsentText FIRST = ConsentText.first("English");

  @TempDir private Path folder;

  private final VirtualClock clock = MediaClock.virtual();

  private static Reason whyNot(Consent consent, Purpose purpose) {
    try {
      consent.require(purpose);
    } catch (ConsentException e) {
      assertThat(e.purpose()).isEqualTo(purpose);
      assertThat(e).hasMessageNotContaining(consent.participant());
      return e.reason();
    }
    throw new AssertionError(purpose + " is allowed");
  }

  @Test
  void eachRefusalSaysWhy() {
    ConsentLedger ledger = new ConsentLedger(clock);
    Consent consent = ledger.of("Noor Quist");
    assertThat(whyNot(consent, Purpose.MINT)).isEqualTo(Reason.NOT_GIVEN);
    consent.grant(Purpose.MINT, FIRST);
    consent.require(Purpose.MINT);
    consent.revoke(Purpose.MINT);
    assertThat(whyNot(consent, Purpose.MINT)).isEqualTo(Reason.TAKEN_BACK);
    consent.grant(Purpose.RESEARCH, FIRST, Duration.ofHours(1));
    clock.advance(Duration.ofHours(1).minusNanos(1));
    consent.require(Purpose.RESEARCH);
    clock.advance(Duration.ofNanos(1));
    assertThat(whyNot(consent, Purpose.RESEARCH)).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void consentToOneVersionOfTheTextIsNoneToTheNext() {
    ConsentLedger ledger = new ConsentLedger(clock);
    Consent one = ledger.of("Noor");
    Consent other = ledger.of("Quist");
    one.grant(Purpose.SHARE, FIRST);
    one.grant(Purpose.RECORD, FIRST);
    other.grant(Purpose.SHARE, FIRST);
    ledger.replaceText(Purpose.SHARE, 2);
    assertThat(whyNot(one, Purpose.SHARE)).isEqualTo(Reason.OTHER_TEXT);
    assertThat(other.allows(Purpose.SHARE)).isFalse();
    assertThat(one.allows(Purpose.RECORD)).as("another text").isTrue();
    assertThatThrownBy(() -> one.grant(Purpose.SHARE, FIRST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
    one.grant(Purpose.SHARE, new ConsentText(2, "English"));
    assertThat(one.allows(Purpose.SHARE)).isTrue();
    assertThat(other.allows(Purpose.SHARE)).as("several participants").isFalse();
    assertThatThrownBy(() -> ledger.replaceText(Purpose.SHARE, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesStayOutOfWhatIsPrinted() {
    ConsentLedger ledger = new ConsentLedger(clock);
    Consent consent = ledger.of("Noor Quist");
    String printed = consent.grant(Purpose.SHARE, FIRST) + " " + consent + " " + ledger;
    assertThat(printed).doesNotContain("Noor").contains("Consent[SHARE]");
  }

  private ConsentLedger stored(Path file) {
    return ConsentLedger.builder(clock).file(file).build();
  }

  @Test
  void storedLedgerKnowsAfterARestartWhatItKnewBefore() throws IOException {
    Path file = folder.resolve("consents");
    ConsentLedger before = stored(file);
    before.of("a b%\n\u00e9").grant(Purpose.SHARE, ConsentText.first("in words, \u00e9"));
    before.of("Quist").grant(Purpose.RECORD, FIRST, Duration.ofDays(2));
    before.of("Quist").grant(Purpose.SHARE, FIRST);
    before.of("Quist").revoke(Purpose.SHARE);
    clock.advance(Duration.ofDays(1));
    ConsentLedger after = stored(file);
    assertThat(after.entries()).isEqualTo(before.entries()).hasSize(4);
    assertThat(after.of("a b%\n\u00e9").allows(Purpose.SHARE)).isTrue();
    assertThat(after.of("Quist").allows(Purpose.RECORD)).isTrue();
    assertThat(whyNot(after.of("Quist"), Purpose.SHARE)).isEqualTo(Reason.TAKEN_BACK);
    clock.advance(Duration.ofDays(1));
    assertThat(whyNot(after.of("Quist"), Purpose.RECORD)).isEqualTo(Reason.EXPIRED);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void cutAnywhereTheFileHoldsEveryWholeEntryAndGrowsOn() throws IOException {
    Path file = folder.resolve("consents");
    ConsentLedger whole = stored(file);
    whole.of("a").grant(Purpose.SHARE, FIRST);
    whole.of("b").grant(Purpose.SHARE, FIRST);
    whole.of("a").revoke(Purpose.SHARE);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length <= bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      ConsentLedger cut = stored(file);
      int left = cut.entries().size();
      assertThat(cut.entries()).isEqualTo(whole.entries().subList(0, left));
      cut.of("Quist").grant(Purpose.MINT, FIRST);
      assertThat(stored(file).entries()).isEqualTo(cut.entries()).hasSize(left + 1);
    }
  }

  @Test
  void damagedFileIsRefusedWithoutRepeatingIt() throws IOException {
    Path file = folder.resolve("consents");
    stored(file).of("Noor").grant(Purpose.SHARE, FIRST);
    Files.writeString(file, Files.readString(file).replace("SHARE", "SHARK"));
    assertThatThrownBy(() -> stored(file))
        .isInstanceOfSatisfying(
            BiometricException.class,
            e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.MALFORMED))
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("Noor")
        .hasMessageNotContaining("SHARK")
        .hasNoCause();
  }

  @Test
  void whatCannotBeStoredIsNotGrantedButIsTakenBack() throws IOException {
    Path file = Files.createDirectory(folder.resolve("gone")).resolve("consents");
    ConsentLedger ledger = stored(file);
    Consent consent = ledger.of("a");
    consent.grant(Purpose.SHARE, FIRST);
    Files.move(folder.resolve("gone"), folder.resolve("away"));
    assertThatThrownBy(() -> consent.grant(Purpose.MINT, FIRST))
        .isInstanceOf(BiometricException.class);
    assertThat(consent.allows(Purpose.MINT)).isFalse();
    assertThatThrownBy(() -> consent.revoke(Purpose.SHARE)).isInstanceOf(BiometricException.class);
    assertThat(consent.allows(Purpose.SHARE)).isFalse();
    Files.move(folder.resolve("away"), folder.resolve("gone"));
    consent.grant(Purpose.MINT, FIRST);
    assertThat(stored(file).entries()).as("what was owed, too").isEqualTo(ledger.entries());
  }
}
