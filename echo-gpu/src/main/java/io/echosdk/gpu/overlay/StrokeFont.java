package io.echosdk.gpu.overlay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An alphabet of our own, drawn with a pen of even width: each character is a few lines and arcs,
 * so that it can be set at any size and weight.
 *
 * <p>Units: the height of a capital is 1, y grows downwards from its top to the baseline at 1.
 * Strokes are written as {@code M x y} (lift the pen), {@code L x y} (line), and {@code A cx cy rx
 * ry from to} (part of an ellipse in degrees, 0 to the right, 90 down; joined to the point before
 * unless the pen was lifted with {@code U}).
 */
final class StrokeFont {

  /** Free space after each character. */
  static final float SPACING = 0.24f;

  private static final float SPACE = 0.30f;
  private static final float DIGIT = 0.62f;
  private static final int DEGREES_PER_SEGMENT = 12;

  /**
   * A character's strokes.
   *
   * @param width from its left edge to its right one
   * @param segments x0, y0, x1, y1 of each straight piece
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Glyph(float width, float[] segments) {}

  private static final String[][] ALPHABET = {
    {"0", "A .31 .31 .31 .31 180 360 L .62 .69 A .31 .69 .31 .31 0 180 L 0 .31"},
    {"1", "M .14 .20 L .38 0 L .38 1"},
    {"2", "A .31 .31 .31 .31 190 395 L .02 1 L .62 1"},
    {"3", "A .30 .255 .27 .255 200 450 A .30 .755 .31 .245 -90 160"},
    {"4", "M .44 0 L 0 .70 L .62 .70 M .47 .42 L .47 1"},
    {"5", "M .55 0 L .11 0 L .06 .45 A .30 .68 .31 .32 226 510"},
    {"6", "A .31 .67 .31 .33 0 360 M 0 .67 A .62 .67 .62 .67 180 255"},
    {"7", "M 0 0 L .60 0 L .20 1"},
    {"8", "A .31 .245 .26 .245 0 360 U A .31 .745 .31 .255 0 360"},
    {"9", "A .31 .33 .31 .33 0 360 M .62 .33 A 0 .33 .62 .67 0 75"},
    {"A", "M 0 1 L .34 0 L .68 1 M .12 .66 L .56 .66"},
    {
      "B",
      "M 0 .48 L 0 0 L .30 0 A .30 .24 .25 .24 -90 90 L 0 .48 L 0 1 L .32 1 A .32 .74 .28 .26 90 -90"
    },
    {"C", "A .38 .5 .38 .5 -44 -316"},
    {"D", "M .24 0 A .24 .5 .42 .5 -90 90 L 0 1 L 0 0 L .24 0"},
    {"E", "M .52 0 L 0 0 L 0 1 L .52 1 M 0 .48 L .46 .48"},
    {"F", "M .52 0 L 0 0 L 0 1 M 0 .48 L .46 .48"},
    {"G", "A .38 .5 .38 .5 -44 -360 L .44 .5"},
    {"H", "M 0 0 L 0 1 M .62 0 L .62 1 M 0 .48 L .62 .48"},
    {"I", "M .04 0 L .04 1"},
    {"J", "M .40 0 L .40 .74 A .20 .74 .20 .26 0 160"},
    {"K", "M 0 0 L 0 1 M .56 0 L 0 .62 M .20 .40 L .60 1"},
    {"L", "M 0 0 L 0 1 L .50 1"},
    {"M", "M 0 1 L 0 0 L .38 .62 L .76 0 L .76 1"},
    {"N", "M 0 1 L 0 0 L .62 1 L .62 0"},
    {"O", "A .38 .5 .38 .5 0 360"},
    {"P", "M 0 1 L 0 0 L .30 0 A .30 .26 .28 .26 -90 90 L 0 .52"},
    {"Q", "A .38 .5 .38 .5 0 360 M .50 .76 L .74 1.02"},
    {"R", "M 0 1 L 0 0 L .30 0 A .30 .26 .28 .26 -90 90 L 0 .52 M .32 .52 L .60 1"},
    {"S", "A .29 .25 .26 .25 -35 -270 A .29 .75 .29 .25 -90 150"},
    {"T", "M 0 0 L .60 0 M .30 0 L .30 1"},
    {"U", "M 0 0 L 0 .69 A .31 .69 .31 .31 180 0 L .62 0"},
    {"V", "M 0 0 L .33 1 L .66 0"},
    {"W", "M 0 0 L .24 1 L .48 .15 L .72 1 L .96 0"},
    {"X", "M 0 0 L .60 1 M .60 0 L 0 1"},
    {"Y", "M 0 0 L .31 .5 L .62 0 M .31 .5 L .31 1"},
    {"Z", "M 0 0 L .58 0 L 0 1 L .58 1"},
    {"b", "M 0 0 L 0 1 U A .27 .68 .27 .32 0 360"},
    {"g", "A .27 .68 .27 .32 0 360 M .54 .36 L .54 1.04 A .27 1.04 .27 .26 0 160"},
    {"i", "M .04 .36 L .04 1 M .04 .08 L .04 .08"},
    {"m", "M 0 .36 L 0 1 U A .20 .58 .20 .22 180 360 L .40 1 U A .60 .58 .20 .22 180 360 L .80 1"},
    {"n", "M 0 .36 L 0 1 U A .24 .60 .24 .24 180 360 L .48 1"},
    {"p", "M 0 .36 L 0 1.32 U A .27 .68 .27 .32 0 360"},
    {"s", "A .20 .52 .18 .16 -35 -270 A .20 .84 .20 .16 -90 150"},
    {"α", "A .26 .68 .26 .32 0 360 M .52 .36 L .52 .84 A .64 .84 .12 .16 180 90"},
    {"β", "M 0 1.30 L 0 .25 A .23 .25 .23 .25 180 450 A .25 .75 .27 .25 -90 130"},
    {"γ", "M 0 .36 L .26 .96 L .52 .36 M .26 .96 L .26 1.30"},
    {"δ", "A .26 .70 .26 .30 0 360 M .42 .47 L .12 .18 A .31 .15 .19 .15 180 340"},
    {"θ", "A .23 .5 .23 .5 0 360 M 0 .5 L .46 .5"},
    {"%", "A .15 .21 .15 .21 0 360 U A .61 .79 .15 .21 0 360 M .64 0 L .12 1"},
    {"/", "M .34 -.06 L 0 1.10"},
    {"-", "M 0 .52 L .40 .52"},
    {".", "M .04 .98 L .04 .98"},
  };

  private final Map<Character, Glyph> glyphs = new HashMap<>();

  StrokeFont() {
    for (String[] entry : ALPHABET) {
      glyphs.put(entry[0].charAt(0), draw(entry[1]));
    }
    glyphs.put(' ', new Glyph(SPACE, new float[0]));
  }

  /** Returns a character's strokes; a dash for one that is not in the alphabet. */
  Glyph glyph(char character) {
    Glyph glyph = glyphs.get(character);
    return glyph != null ? glyph : Objects.requireNonNull(glyphs.get('-'), "dash");
  }

  /** Returns how far the pen moves on after a character; the same for all digits. */
  float advance(char character) {
    float width = character >= '0' && character <= '9' ? DIGIT : glyph(character).width();
    return width + SPACING;
  }

  private static Glyph draw(String strokes) {
    Pen pen = new Pen();
    String[] words = strokes.split(" ");
    for (int i = 0; i < words.length; ) {
      switch (words[i]) {
        case "M" -> pen.move(number(words, i + 1), number(words, i + 2));
        case "L" -> pen.line(number(words, i + 1), number(words, i + 2));
        case "U" -> pen.lift();
        case "A" -> arc(pen, words, i + 1);
        default -> throw new IllegalStateException("no such stroke: " + words[i]);
      }
      i += words[i].equals("A") ? 7 : words[i].equals("U") ? 1 : 3;
    }
    return pen.glyph();
  }

  private static void arc(Pen pen, String[] words, int at) {
    float from = number(words, at + 4);
    float to = number(words, at + 5);
    int pieces = Math.max(2, (int) (Math.abs(to - from) / DEGREES_PER_SEGMENT));
    for (int i = 0; i <= pieces; i++) {
      double angle = StrictMath.toRadians(from + (to - from) * i / pieces);
      pen.line(
          number(words, at) + number(words, at + 2) * (float) StrictMath.cos(angle),
          number(words, at + 1) + number(words, at + 3) * (float) StrictMath.sin(angle));
    }
  }

  private static float number(String[] words, int at) {
    return Float.parseFloat(words[at]);
  }

  private static final class Pen {

    private final List<Float> segments = new ArrayList<>();
    private boolean down;
    private float x;
    private float y;
    private float right;

    void lift() {
      down = false;
    }

    void move(float toX, float toY) {
      x = toX;
      y = toY;
      down = true;
      right = Math.max(right, x);
    }

    void line(float toX, float toY) {
      if (down) {
        segments.addAll(List.of(x, y, toX, toY));
      }
      move(toX, toY);
    }

    Glyph glyph() {
      float[] array = new float[segments.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = segments.get(i);
      }
      return new Glyph(right, array);
    }
  }
}
