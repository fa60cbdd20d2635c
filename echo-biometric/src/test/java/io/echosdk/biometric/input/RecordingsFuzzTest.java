package io.echosdk.biometric.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SessionRecorder;
import io.echosdk.biometric.WfdbAnnotations;
import io.echosdk.testing.TestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files give an error of ours or fewer samples, never anything else. */
final class RecordingsFuzzTest {

  private static final int ROUNDS = 400;
  private static final int MOST_POLLS = 10_000;

  @TempDir private Path folder;

  @BeforeEach
  void putSamplesBesideHeaders() throws IOException {
    Files.write(folder.resolve("r.dat"), new byte[300]);
  }

  @Test
  void damagedWfdbHeaders() throws IOException {
    damage(
        "r.hea",
        "r 2 360 50 12:00:00 1/1/2000\nr.dat 212x2:1+3 200(5)/mV 12 0 9 -5 0 MLII\nr.dat 212 0 12 0 0 0 0 V5\n# 1\n"
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void damagedColumns() throws IOException {
    damage(
        "c.csv",
        "time,ecg,resp\n0.00,1,2\n0.01,3,nan\n0.02,5,\n0.03,7,8\n"
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void damagedEdf() throws IOException {
    damage("e.edf", edf());
  }

  @Test
  void damagedJsonLines() throws IOException {
    damage(
        "c.jsonl",
        "{\"t\":0,\"ecg\":1}\n{\"t\":0.01,\"ecg\":2e0}\n{\"t\":0.02,\"ecg\":null}\n"
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void damagedAppleHealth() throws IOException {
    damage(
        "export.xml",
        ("<?xml version=\"1.0\"?><!DOCTYPE H [<!ELEMENT H ANY>]><H><Record"
                + " type=\"HKQuantityTypeIdentifierHeartRate\" value=\"60\""
                + " startDate=\"2024-03-01 10:00:00 +0100\"/></H>")
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void damagedXdf() throws IOException {
    damage("m.xdf", Files.readAllBytes(TestFiles.data("biometric/xdf/minimal.xdf")));
  }

  @Test
  void damagedSegments() throws IOException {
    Files.writeString(folder.resolve("s.hea"), "s 1 100 5\nr.dat 16 1/mV 16 0 0 0 0 ecg\n");
    damage("m.hea", "m/3 1 100 30\ns 5\n~ 20\ns 5\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void damagedRecordingsOfEcho() throws IOException {
    Signal ecg = new Signal("ecg", SignalKind.ECG, List.of("I", "II"), "mV", 100);
    Path sound = folder.resolve("sound.echo");
    try (SessionRecorder recorder =
        new SessionRecorder(sound, List.of(ecg), 0, Instant.EPOCH, null)) {
      recorder.accept(ecg, 0, 0, new float[20], 0, 10, 0);
    }
    damage("e.echo", Files.readAllBytes(sound));
  }

  @Test
  void damagedAnnotations() throws IOException {
    byte[] sound = {
      18, 4, 0, (byte) 0xec, 1, 0, 2, 0, 5, 4, 3, (byte) 0xfc, 65, 66, 67, 0, 7, 20, 0, 0
    };
    Random random = new Random(41);
    for (int round = 0; round < ROUNDS; round++) {
      Path file = Files.write(folder.resolve("a.atr"), damaged(sound, random));
      try {
        assertThat(WfdbAnnotations.read(file).annotations()).hasSizeLessThan(20);
      } catch (BiometricException expected) {
        assertThat(expected).hasMessageContaining("a.atr");
      }
    }
  }

  private void damage(String name, byte[] sound) throws IOException {
    play(Files.write(folder.resolve(name), sound)); // the sound one is read without an error
    Random random = new Random(40);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] content = damaged(sound, random);
      Path file = Files.write(folder.resolve(name), content);
      try {
        play(file);
      } catch (BiometricException expected) {
        assertThat(expected.getMessage()).as("round %d", round).contains(folder.toString());
      } catch (RuntimeException unexpected) {
        throw new AssertionError("round " + round + ": " + Arrays.toString(content), unexpected);
      }
    }
  }

  private static byte[] damaged(byte[] sound, Random random) {
    byte[] content =
        random.nextInt(4) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
    for (int i = random.nextInt(4); i >= 0 && content.length > 0; i--) {
      content[random.nextInt(content.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) "0123456789.-+:x/ \n,".charAt(random.nextInt(19));
    }
    return content;
  }

  private static void play(Path file) {
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      long next = 0;
      for (int polls = 0; next != BiometricSource.END && polls < MOST_POLLS; polls++) {
        next = source.poll(next, (signal, time, origin, samples, offset, frames, flags) -> {});
      }
    }
  }

  /** One signal of ten samples a second, three seconds. */
  private static byte[] edf() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    String[] fields = {
      field("0", 8), field("X", 80), field("X", 80), field("01.01.00", 8), field("00.00.00", 8),
      field("512", 8), field("", 44), field("3", 8), field("1", 8), field("1", 4),
      field("ECG", 16), field("", 80), field("mV", 8), field("-1", 8), field("1", 8),
      field("-100", 8), field("100", 8), field("", 80), field("10", 8), field("", 32)
    };
    for (String field : fields) {
      file.writeBytes(field.getBytes(StandardCharsets.ISO_8859_1));
    }
    file.writeBytes(new byte[60]);
    return file.toByteArray();
  }

  private static String field(String value, int bytes) {
    return (value + " ".repeat(bytes)).substring(0, bytes);
  }
}
