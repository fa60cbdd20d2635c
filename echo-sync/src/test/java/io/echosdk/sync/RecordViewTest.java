package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.SyncException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordViewTest {

  private final SharedDoc doc = SharedDoc.builder().clientId(1).build();
  private final SharedMap map = doc.map("m");

  enum Kind {
    DRUM,
    BASS
  }

  record Point(long atMillis, double value) {}

  record Clip(
      String name,
      int bars,
      double gain,
      boolean loops,
      Kind kind,
      List<Point> points,
      Map<String, Integer> colours,
      SharedText notes) {}

  private final RecordView<Clip> view = RecordView.of(map, Clip.class, MethodHandles.lookup());

  @Test
  void whatIsWrittenStandsInTheMapAndComesBack() {
    SharedText notes = map.set("notes", NewType.text());
    Clip clip =
        new Clip(
            "intro",
            4,
            0.5,
            true,
            Kind.BASS,
            List.of(new Point(10, 1), new Point(1L << 40, 0.25)),
            Map.of("bg", 7),
            notes);
    view.write(clip);
    assertThat(view.read()).isEqualTo(clip);
    assertThat(map.get("kind")).isEqualTo("BASS");
    assertThat(map.get("points"))
        .isEqualTo(
            List.of(
                Map.of("atMillis", 10, "value", 1),
                Map.of("atMillis", (double) (1L << 40), "value", 0.25)));
    map.set("bars", 8);
    assertThat(view.read().bars()).isEqualTo(8);
  }

  @Test
  void onlyWhatDiffersIsWritten() {
    Clip clip = new Clip("a", 1, 1, false, Kind.DRUM, List.of(), Map.of(), null);
    view.write(clip);
    List<byte[]> updates = new ArrayList<>();
    doc.onUpdate(UpdateFormat.V1, (update, origin) -> updates.add(update));
    view.write(clip);
    assertThat(updates).isEmpty();
    List<SharedEvent> events = new ArrayList<>();
    map.observe(events::add);
    view.write(new Clip("a", 2, 1, false, null, List.of(), Map.of(), null));
    assertThat(updates).hasSize(1);
    assertThat(events.get(0).keys().keySet()).containsExactlyInAnyOrder("bars", "kind");
    assertThat(map.has("kind")).isFalse();
  }

  @Test
  void allThatDoesNotFitIsNamedAtOnce() {
    map.set("name", 5);
    map.set("bars", 1.5);
    map.set("gain", 1);
    map.set("kind", "PIANO");
    map.set("points", List.of(Map.of("atMillis", 1)));
    assertThatThrownBy(view::read)
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("does not fit Clip")
        .hasMessageContaining("name is a Integer, not String")
        .hasMessageContaining("bars is 1.5, which is no Integer")
        .hasMessageContaining("loops is missing")
        .hasMessageContaining("kind is \"PIANO\", not one of [DRUM, BASS]")
        .hasMessageContaining("points[0].value is missing");
  }

  record Strange(Thread thread) {}

  record Hidden(int a) {}

  @Test
  void recordsThatNoMapCanHoldAreRefused() {
    assertThatThrownBy(() -> RecordView.of(map, Strange.class, MethodHandles.lookup()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> RecordView.of(map, Hidden.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MethodHandles.lookup()");
  }

  @Test
  void aProjectIsSharedUnderTheNamesThatItsPeersKnow() {
    MusicProject project = MusicProject.of(doc);
    project.projectMeta().insert(0, "Nocturne");
    project.addTrack(0, new MusicProject.Track("t1", "drums", -3, false));
    project.addTrack(1, new MusicProject.Track("t2", "bass", 0, true));
    project.tracks().move(1, 0);
    project.setPoint("t1/gain", 1_500_000_000L, 0.5);
    project.setPoint("t1/gain", 500_000_000L, 1);
    project.setPoint("t1/gain2", 500_000_000L, 2);
    project.enqueue(new MusicProject.QueueEntry("t1", null));
    SharedDoc peer = SharedDoc.create();
    peer.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    MusicProject theirs = MusicProject.of(peer);
    assertThat(peer.text("projectMeta").toString()).isEqualTo("Nocturne");
    assertThat(theirs.track(0).read().name()).isEqualTo("bass");
    assertThat(peer.array("tracks").length()).isEqualTo(2);
    assertThat(theirs.points("t1/gain")).isEqualTo(Map.of(500_000_000L, 1.0, 1_500_000_000L, 0.5));
    assertThat(theirs.queued(0).read()).isEqualTo(new MusicProject.QueueEntry("t1", null));
    theirs.removePoint("t1/gain", 500_000_000L);
    assertThat(theirs.points("t1/gain")).hasSize(1);
  }
}
