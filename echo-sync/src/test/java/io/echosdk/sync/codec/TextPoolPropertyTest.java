package io.echosdk.sync.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextPoolPropertyTest {

  @Test
  void runsThatAreCutAndJoinedReadAsTheStringsThatAre() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TextPool pool = new TextPool();
      int[] spans = new int[4];
      StringBuilder[] texts = new StringBuilder[4];
      for (int i = 0; i < spans.length; i++) {
        texts[i] = new StringBuilder(word(random));
        spans[i] = pool.append(texts[i]);
      }
      for (int step = 0; step < 100; step++) {
        int i = random.nextInt(spans.length);
        if (random.nextInt(4) == 0 && texts[i].length() > 1) {
          int at = 1 + random.nextInt(texts[i].length() - 1);
          spans[i] = TextPool.advance(spans[i], at);
          texts[i].delete(0, at);
        } else {
          String more = word(random);
          int span = pool.append(more);
          spans[i] = pool.join(spans[i], texts[i].length(), span, more.length());
          texts[i].append(more);
        }
        for (int j = 0; j < spans.length; j++) {
          assertThat(pool.text(spans[j], texts[j].length()))
              .as("seed %s step %s", seed, step)
              .isEqualTo(texts[j].toString());
        }
      }
    }
  }

  @Test
  void aCutThroughASurrogatePairLeavesTwoReplacementCharacters() {
    TextPool pool = new TextPool();
    int span = pool.append("a\ud83d\ude00b");
    assertThat(pool.cut(span, 1)).isZero();
    assertThat(pool.cut(span, 2)).isEqualTo(0x1f600);
    assertThat(pool.text(span, 4)).isEqualTo("a\ufffd\ufffdb");
    pool.heal(span, 2, TextPool.advance(span, 2), 0x1f600);
    assertThat(pool.text(span, 4)).isEqualTo("a\ud83d\ude00b");
  }

  private static String word(Random random) {
    String letters = random.nextInt(5) == 0 ? "\u4e2d\u20ac" : "ab\u00e9";
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
