package io.echosdk.sync.doc;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.StateVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The index of a text beside a walk from its start, while the text changes. */
class ListIndexPropertyTest {

  private static final String[] KEYS = {"bold", "color", "link", "size"};

  private static final DocListener NOBODY =
      new DocListener() {
        @Override
        public boolean wantsUpdates(int version) {
          return false;
        }

        @Override
        public void changed(Transaction transaction) {}

        @Override
        public void update(int version, byte[] update, Transaction transaction) {}

        @Override
        public void committed(Transaction transaction) {}
      };

  @Test
  void positionsAndFormatsAreThoseOfAWalkWhateverIsEdited() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Peer one = new Peer(1);
      Peer two = new Peer(2);
      for (int step = 0; step < 600; step++) {
        Peer peer = random.nextBoolean() ? one : two;
        peer.edit(random);
        peer.check("seed " + seed + ", step " + step, random);
        if (step % 100 == 99) {
          two.take(one);
          one.take(two);
        }
      }
      two.take(one);
      one.take(two);
      assertThat(one.delta()).as("seed %s", seed).isEqualTo(two.delta());
      one.deleteMost();
      one.check("seed " + seed + ", almost empty", random);
    }
  }

  @Test
  void aTextThatIsEditedWithAnIndexHasTheBytesOfOneThatHasNone() {
    for (long seed = 100; seed < 110; seed++) {
      Peer indexed = new Peer(1);
      Peer walked = new Peer(1);
      Random random = new Random(seed);
      Random again = new Random(seed);
      for (int step = 0; step < 300; step++) {
        indexed.edit(random);
        walked.text.index = null;
        walked.edit(again);
      }
      assertThat(indexed.bytes()).as("seed %s", seed).isEqualTo(walked.bytes());
    }
  }

  private static final class Peer {
    private final DocEngine doc;
    private final Edits edits;
    private final TypeNode text;

    Peer(long id) {
      doc = new DocEngine(id, true, () -> id + 100, NOBODY);
      edits = new Edits(doc);
      text = doc.root("t", TypeNode.Type.TEXT);
    }

    void edit(Random random) {
      int at = random.nextInt(text.length() + 1);
      int rest = text.length() - at;
      switch (random.nextInt(7)) {
        case 0 -> edits.insertText(text, at, "ab", null);
        case 1 -> edits.insertText(text, at, "cde", formats(random));
        case 2 -> edits.insertEmbed(text, at, Map.of("image", "x"), formats(random));
        case 3, 4 ->
            edits.formatText(text, at, Math.min(rest, random.nextInt(30)), formats(random));
        case 5 -> edits.deleteText(text, at, Math.min(rest, random.nextInt(5)));
        default ->
            edits.walkText(
                text,
                List.of(
                    walk -> walk.retain(at, Map.of()), walk -> walk.insert("z", formats(random))));
      }
    }

    private static Map<String, @Nullable Object> formats(Random random) {
      Map<String, @Nullable Object> formats = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        formats.put(
            KEYS[random.nextInt(KEYS.length)], random.nextInt(3) == 0 ? null : random.nextInt(2));
      }
      return formats;
    }

    void deleteMost() {
      while (text.length() > 3) {
        edits.deleteText(text, 1, Math.min(40, text.length() - 2));
      }
    }

    void take(Peer other) {
      doc.apply(other.doc.encode(1, doc.stateVector()), 1, null);
    }

    byte[] bytes() {
      return doc.encode(1, StateVector.EMPTY);
    }

    List<Views.Stretch> delta() {
      return new Views(doc).stretches(text);
    }

    /** Compares what the index says of some rows with what a walk says. */
    void check(String when, Random random) {
      ListIndex index = text.index;
      if (index == null) {
        return;
      }
      List<Integer> all = new ArrayList<>();
      for (int row = text.start; row != Rows.NONE; row = doc.rows.right[row]) {
        all.add(row);
      }
      assertThat(index.last()).as(when).isEqualTo(all.get(all.size() - 1));
      for (int i = 0; i < 3; i++) {
        checkRow(index, all, random.nextInt(all.size()), when);
      }
    }

    private void checkRow(ListIndex index, List<Integer> all, int which, String when) {
      Attributes walked = new Attributes();
      int before = 0;
      for (int row : all.subList(0, which)) {
        before += doc.rows.isVisible(row) ? doc.rows.length[row] : 0;
        pass(row, walked);
      }
      int row = all.get(which);
      pass(row, walked);
      assertThat(index.indexOf(row)).as(when).isEqualTo(before);
      if (doc.rows.isVisible(row)) {
        assertThat(index.rowEndingAt(before + doc.rows.length[row])).as(when).isEqualTo(row);
        assertThat(index.before()).as(when).isEqualTo(before);
      }
      Attributes indexed = new Attributes();
      index.passFormats(row, indexed);
      assertThat(new ArrayList<>(indexed.values().entrySet())) // their order matters
          .as(when)
          .isEqualTo(new ArrayList<>(walked.values().entrySet()));
    }

    private void pass(int row, Attributes formats) {
      Format format = doc.rows.liveFormat(row);
      if (format != null) {
        formats.pass(format);
      }
    }
  }
}
