package io.echosdk.sync;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random edits of a document of four roots: t (text), a (array), m (map), x (XML). */
final class RandomEdits {

  private static final List<String> WORDS = List.of("a", "word", "\u00e9", "\u4e2d", "\n", "more");

  private RandomEdits() {}

  static void edit(SharedDoc doc, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> array(doc.array("a"), random);
      case 1 -> map(doc.map("m"), random);
      case 2 -> xml(doc.xml("x"), random);
      default -> text(doc.text("t"), random);
    }
  }

  static void text(SharedText text, Random random) {
    int length = text.length();
    int from = random.nextInt(length + 1);
    int count = random.nextInt(Math.min(6, length - from) + 1);
    switch (random.nextInt(7)) {
      case 0 -> text.delete(from, count);
      case 1 -> text.format(from, count, Map.of("bold", true));
      case 2 -> text.format(from, count, Collections.singletonMap("bold", null));
      case 3 -> text.insert(from, word(random), Map.of("color", word(random)));
      case 4 -> text.insertEmbed(from, Map.of("image", word(random)), Map.of());
      default -> text.insert(from, word(random));
    }
  }

  static void array(SharedArray array, Random random) {
    int length = array.length();
    int index = random.nextInt(length + 1);
    switch (random.nextInt(6)) {
      case 0 -> array.delete(index, random.nextInt(Math.min(3, length - index) + 1));
      case 1 -> array.insert(index, NewType.array()).add(List.of(1, 2));
      case 2 -> array.insert(index, NewType.map()).set("k", word(random));
      case 3 -> {
        if (length > 0 && array.get(random.nextInt(length)) instanceof SharedMap inner) {
          map(inner, random);
        }
      }
      default -> array.insert(index, List.of(random.nextInt(100), word(random)));
    }
  }

  static void map(SharedMap map, Random random) {
    String key = "k" + random.nextInt(3);
    switch (random.nextInt(6)) {
      case 0 -> map.remove(key);
      case 1 -> map.set(key, NewType.text()).insert(0, word(random));
      case 2 -> map.set(key, NewType.array()).add(List.of(word(random)));
      case 3 -> {
        if (map.get(key) instanceof SharedText inner) {
          text(inner, random);
        } else if (map.get(key) instanceof SharedArray inner) {
          array(inner, random);
        }
      }
      default -> map.set(key, random.nextInt());
    }
  }

  static void xml(SharedXmlFragment xml, Random random) {
    int length = xml.length();
    int index = random.nextInt(length + 1);
    switch (random.nextInt(5)) {
      case 0 -> xml.delete(index, random.nextInt(length - index + 1));
      case 1 -> xml.insert(index, NewType.xmlText()).insert(0, word(random));
      case 2 -> xml.insert(index, NewType.xmlElement("p")).setAttribute("a", word(random));
      default -> {
        SharedType child = length == 0 ? null : xml.get(random.nextInt(length));
        if (child instanceof SharedXmlElement inner) {
          xml(inner, random);
        } else if (child instanceof SharedText inner) {
          text(inner, random);
        }
      }
    }
  }

  static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }
}
