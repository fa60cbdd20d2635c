package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SessionRecorder;
import io.echosdk.biometric.WfdbAnnotations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Damages a sound recording in every way that chance finds and reads it: {@code ParserFuzz PARSER
 * SECONDS [SEED]}, the parser one of wfdb, segments, atr, edf, bdf, xdf, csv, jsonl, xml, echo, or
 * one of {@link PacketFuzz}. An answer is a recording that plays, or a {@link BiometricException}
 * that names the file; anything else, a time that goes back and a case of more than ten seconds are
 * failures, printed with their bytes.
 */
public final class ParserFuzz {

  private static final int MOST_POLLS = 20_000;
  private static final long SLOW_NANOS = 10_000_000_000L;
  private static final int MOST_PRINTED = 10;

  private ParserFuzz() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    String parser = arguments[0];
    if (PacketFuzz.knows(parser)) {
      PacketFuzz.main(arguments);
      return;
    }
    long seconds = Long.parseLong(arguments[1]);
    Random random = new Random(arguments.length > 2 ? Long.parseLong(arguments[2]) : 1);
    Path folder = Files.createTempDirectory("parser-fuzz");
    Files.write(folder.resolve("r.dat"), new byte[300]);
    Files.writeString(folder.resolve("s.hea"), "s 1 100 5\nr.dat 16 1/mV 16 0 0 0 0 ecg\n");
    byte[] sound = sound(parser, folder);
    Path file = folder.resolve(name(parser));
    Files.write(file, sound);
    read(parser, file); // the sound one
    long refused = 0;
    long failures = 0;
    long cases = 0;
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (; System.nanoTime() < end; cases++) {
      byte[] damaged = damage(sound, random);
      Files.write(file, damaged);
      long begun = System.nanoTime();
      try {
        read(parser, file);
      } catch (BiometricException e) {
        refused++;
        if (!String.valueOf(e.getMessage()).contains(folder.getFileName().toString())) {
          failures += failed(failures, damaged, e);
        }
      } catch (RuntimeException | Error e) {
        failures += failed(failures, damaged, e);
      }
      if (System.nanoTime() - begun > SLOW_NANOS) {
        failures += failed(failures, damaged, new IllegalStateException("too slow"));
      }
    }
    System.out.printf(
        "%s: %d executions, %d refused, %d failures%n", parser, cases, refused, failures);
  }

  private static int failed(long before, byte[] damaged, Throwable error) {
    if (before < MOST_PRINTED) {
      System.out.println(error + " in " + HexFormat.of().formatHex(damaged));
      error.printStackTrace(System.out);
    }
    return 1;
  }

  private static String name(String parser) {
    return switch (parser) {
      case "wfdb", "segments" -> "r.hea";
      case "xml" -> "export.xml";
      default -> "r." + parser;
    };
  }

  private static void read(String parser, Path file) {
    if (parser.equals("atr")) {
      WfdbAnnotations.read(file);
      return;
    }
    long[] last = new long[64];
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      List<Signal> signals = source.signals();
      long next = 0;
      for (int polls = 0; next != BiometricSource.END && polls < MOST_POLLS; polls++) {
        next =
            source.poll(
                next,
                (signal, time, origin, samples, offset, frames, flags) -> {
                  int number = Math.min(last.length - 1, signals.indexOf(signal));
                  if (number < last.length - 1 && time < last[number] && !parser.equals("echo")) {
                    throw new IllegalStateException("time goes back");
                  }
                  last[number] = time;
                });
      }
    }
  }

  private static byte[] damage(byte[] sound, Random random) {
    byte[] content = sound.clone();
    switch (random.nextInt(6)) {
      case 0 -> content = Arrays.copyOf(content, random.nextInt(content.length));
      case 1 -> { // a piece again somewhere else
        int length = random.nextInt(Math.min(64, content.length));
        int from = random.nextInt(content.length - length);
        int to = random.nextInt(content.length - length);
        System.arraycopy(sound, from, content, to, length);
      }
      case 2 -> { // a piece left out
        int from = random.nextInt(content.length);
        int to = Math.min(content.length, from + random.nextInt(32));
        byte[] shorter = Arrays.copyOf(content, content.length - (to - from));
        System.arraycopy(content, to, shorter, from, content.length - to);
        content = shorter;
      }
      default -> {}
    }
    for (int i = random.nextInt(6); i > 0 && content.length > 0; i--) {
      int at = random.nextInt(content.length);
      content[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (content[at] ^ 1 << random.nextInt(8));
            case 2 -> (byte) (random.nextBoolean() ? 0xff : 0);
            default -> (byte) "0123456789.-+:x/~ eE\n,;\"{}<>".charAt(random.nextInt(28));
          };
    }
    return content;
  }

  private static byte[] sound(String parser, Path folder) throws IOException {
    return switch (parser) {
      case "wfdb" ->
          text(
              "r 2 360 50 12:00:00 1/1/2000\nr.dat 212x2:1+3 200(5)/mV 12 0 9 -5 0 MLII\n"
                  + "r.dat 212 0 12 0 0 0 0 V5\n# 1\n");
      case "segments" -> text("r/3 1 100 30\ns 5\n~ 20\ns 5\n");
      case "atr" -> HexFormat.of().parseHex("120400ec01000200050403fc4142430007140000");
      case "edf" -> edf(false);
      case "bdf" -> edf(true);
      case "xdf" -> xdf();
      case "csv" -> text("time,ecg (uV),resp\n0.00,1,2\n0.01,3,nan\n0.02,5,\n0.03,7,8\n");
      case "jsonl" ->
          text("{\"t\":0,\"ecg\":1}\n{\"t\":0.01,\"ecg\":2e0}\n{\"t\":0.02,\"ecg\":null}\n");
      case "xml" -> text(health());
      case "echo" -> echo(folder);
      default -> throw new IllegalArgumentException("no parser " + parser);
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String health() {
    String record = "<Record type=\"HKQuantityTypeIdentifier";
    return "<?xml version=\"1.0\"?><!DOCTYPE H [<!ELEMENT H ANY>]><HealthData>"
        + record
        + "HeartRate\" startDate=\"2024-03-01 10:00:00 +0100\" value=\"60\"/>"
        + record
        + "RespiratoryRate\" startDate=\"2024-03-01 10:00:05 +0100\" value=\"14\"/>"
        + record
        + "HeartRateVariabilitySDNN\" startDate=\"2024-03-01 21:59:58 +0100\" value=\"4\">"
        + "<InstantaneousBeatsPerMinute bpm=\"60\" time=\"9:59:59.25 PM\"/></Record></HealthData>";
  }

  private static byte[] edf(boolean bdf) {
    StringBuilder head = new StringBuilder();
    String[] fields = {
      bdf ? "\u00ffBIOSEMI" : "0",
      "8",
      "X",
      "80",
      "X",
      "80",
      "01.01.00",
      "8",
      "00.00.00",
      "8",
      "768",
      "8",
      bdf ? "BDF+D" : "EDF+D",
      "44",
      "3",
      "8",
      "1",
      "8",
      "2",
      "4",
      "ECG",
      "16",
      bdf ? "BDF Annotations" : "EDF Annotations",
      "16",
      "",
      "160",
      "mV",
      "8",
      "",
      "8",
      "-1",
      "8",
      "-1",
      "8",
      "1",
      "8",
      "1",
      "8",
      "-100",
      "8",
      "-100",
      "8",
      "100",
      "8",
      "100",
      "8",
      "",
      "160",
      "10",
      "8",
      "8",
      "8",
      "",
      "64"
    };
    for (int i = 0; i < fields.length; i += 2) {
      int width = Integer.parseInt(fields[i + 1]);
      head.append((fields[i] + " ".repeat(width)), 0, width);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    int bytes = bdf ? 3 : 2;
    for (int record = 0; record < 3; record++) {
      file.writeBytes(new byte[10 * bytes]);
      byte[] onset = ("+" + record * 3 + "\u0014\u0014").getBytes(StandardCharsets.ISO_8859_1);
      file.writeBytes(Arrays.copyOf(onset, 8 * bytes));
    }
    return file.toByteArray();
  }

  private static byte[] xdf() {
    ByteBuffer file = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN);
    file.put(text("XDF:"));
    byte[] xml =
        text(
            "<info><name>s</name><type>ECG</type><channel_count>1</channel_count>"
                + "<nominal_srate>10</nominal_srate><channel_format>int16</channel_format></info>");
    file.put((byte) 4).putInt(6 + xml.length).putShort((short) 2).putInt(1).put(xml);
    for (int chunk = 0; chunk < 3; chunk++) {
      file.put((byte) 1).put((byte) 22).putShort((short) 4);
      file.putInt(1).putDouble(chunk).putDouble(100 - chunk * 1e-5);
      file.put((byte) 1).put((byte) (8 + 5 * 11)).putShort((short) 3);
      file.putInt(1).put((byte) 1).put((byte) 5);
      for (int i = 0; i < 5; i++) {
        file.put((byte) 8).putDouble(chunk + i * 0.1).putShort((short) i);
      }
      file.put((byte) 1).put((byte) 18).putShort((short) 5);
      file.put(HexFormat.of().parseHex("43a546dccbf5410fb30ed5467383cbe4"));
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  private static byte[] echo(Path folder) throws IOException {
    Path file = folder.resolve("sound.echo");
    Signal ecg = new Signal("ecg", SignalKind.ECG, List.of("I", "II"), "mV", 100);
    try (SessionRecorder recorder =
        new SessionRecorder(file, List.of(ecg), 0, Instant.EPOCH, null)) {
      for (int i = 0; i < 8; i++) {
        recorder.accept(ecg, i * 100_000_000L, i * 100_000_000L, new float[20], 0, 10, 0);
      }
    }
    return Files.readAllBytes(file);
  }
}
