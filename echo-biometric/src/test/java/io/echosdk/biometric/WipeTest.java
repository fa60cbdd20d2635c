package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.PlayedBody.Track;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That a wipe takes what one session holds, and nothing that others share. */
final class WipeTest {

  private static final int SECONDS = 140;
  private static final ConsentText TEXT = ConsentText.first("test");
  private static final List<String> PROCESSORS =
      List.of(
          "",
          "arousal",
          "brain",
          "breath",
          "clock",
          "heart",
          "movement",
          "pulse",
          "rhythm",
          "skin");

  private static List<List<Track>> bodies;

  /** Bodies that between them use every processor. */
  @BeforeAll
  static void bodies() {
    SimulatedSubject.Builder subject =
        SimulatedSubject.builder().seed(8).eegChannels("Fp1", "O1").arousal(125, 135);
    Signal intervals = new Signal("rr", SignalKind.RR, List.of("rr"), "ms", 1);
    float[] heart = new float[SECONDS];
    for (int i = 0; i < heart.length; i++) {
      heart[i] = (float) (850 + 50 * Math.sin(i));
    }
    bodies =
        List.of(
            PlayedBody.tracks(
                subject,
                SECONDS,
                SignalKind.ECG,
                SignalKind.RESPIRATION,
                SignalKind.EEG,
                SignalKind.ACCELERATION,
                SignalKind.EDA),
            PlayedBody.tracks(subject, SECONDS, SignalKind.PPG, SignalKind.ACCELERATION),
            List.of(Track.of(intervals, heart)));
  }

  /** A session that its participant has allowed everything, and what it has said each second. */
  private static final class Life implements AutoCloseable {

    private final List<Track> tracks;
    private final PlayedBody body;
    private final Consent consent = new ConsentLedger(MediaClock.virtual()).of("somebody");
    private final BiometricSession session;
    private final List<Object> said = new ArrayList<>();
    private int second;

    Life(List<Track> tracks) {
      this.tracks = tracks;
      body = new PlayedBody(tracks);
      consent.grant(Purpose.VISUALISE, TEXT);
      consent.grant(Purpose.INFER_AROUSAL, TEXT);
      session =
          BiometricSession.builder()
              .source(body)
              .listener(body)
              .consent(consent)
              .inferArousal()
              .build();
    }

    void until(int last) {
      while (second < last) {
        second++;
        for (int i = 0; i < tracks.size(); i++) {
          int until = tracks.get(i).framesBy(second);
          if (until > tracks.get(i).framesBy(second - 1)) {
            body.give(session, i, until, 0);
          }
        }
        for (long bits : PlayedBody.bits(session, second * 1_000_000_000L)) {
          said.add(bits);
        }
      }
    }

    List<Object> said() {
      List<Object> all = new ArrayList<>(said);
      all.addAll(body.told());
      return all;
    }

    @Override
    public void close() {
      consent.revoke(Purpose.VISUALISE); // wipes
      session.close();
    }
  }

  private static List<Object> saidOf(List<Track> tracks) {
    try (Life life = new Life(tracks)) {
      life.until(SECONDS);
      return life.said();
    }
  }

  @Test
  void whenOneSessionIsWipedOthersBesideItAndAfterItSayTheSameToTheBit() {
    for (List<Track> tracks : bodies) {
      List<Object> alone = saidOf(tracks);
      try (Life beside = new Life(tracks)) {
        beside.until(SECONDS / 2);
        for (List<Track> any : bodies) {
          try (Life wiped = new Life(any)) {
            wiped.until(SECONDS / 2);
          }
        }
        beside.until(SECONDS);
        assertThat(beside.said()).isEqualTo(alone);
      }
      assertThat(saidOf(tracks)).isEqualTo(alone);
    }
  }

  @Test
  void wipeChangesNothingThatAClassHolds() throws Exception {
    Map<String, String> before = statics();
    assertThat(before).hasSizeGreaterThan(10);
    bodies.forEach(WipeTest::saidOf);
    assertThat(statics()).isEqualTo(before);
  }

  /** Every array that a class of the processors holds. */
  private static Map<String, String> statics() throws Exception {
    Map<String, String> held = new TreeMap<>();
    for (String name : classes()) {
      for (Field field : Class.forName(name).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType().isArray()) {
          field.setAccessible(true);
          held.put(name + "." + field.getName(), contents(field.get(null)));
        }
      }
    }
    return held;
  }

  private static List<String> classes() throws IOException {
    String ours = WipeTest.class.getPackageName();
    String own = BiometricSession.class.getSimpleName() + ".class";
    Path root = Path.of(URI.create(BiometricSession.class.getResource(own).toString())).getParent();
    List<String> names = new ArrayList<>();
    for (String part : PROCESSORS) {
      try (Stream<Path> files = Files.list(root.resolve(part))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".class") && !file.contains("-"))
            .map(file -> file.substring(0, file.length() - ".class".length()))
            .forEach(file -> names.add(ours + (part.isEmpty() ? "." : "." + part + ".") + file));
      }
    }
    return names;
  }

  private static String contents(Object array) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Array.getLength(array); i++) {
      Object element = Array.get(array, i);
      boolean nested = element != null && element.getClass().isArray();
      all.append(nested ? contents(element) : element).append(' ');
    }
    return all.toString();
  }

  private static final class Table {
    static final double[][] ROWS = {{1, 2}, {3, 4}};
  }

  private static final class Reader {
    private final double[] row = Table.ROWS[1];
    private final double[] own = {5};
  }

  @Test
  void tableOfAClassThatIsSharedByItsObjectsStaysWhateverIsReachedFirst() {
    Reader reader = new Reader();
    Wipe.all(new Object[] {reader.row, reader});
    assertThat(reader.row).containsExactly(3, 4);
    assertThat(reader.own).containsExactly(0);
  }
}
