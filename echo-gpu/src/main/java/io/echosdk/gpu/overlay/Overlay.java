package io.echosdk.gpu.overlay;

import io.echosdk.api.biometric.Metric;
import io.echosdk.gpu.body.Vitals;
import io.echosdk.gpu.overlay.Lettering.Style;
import io.echosdk.gpu.overlay.Nv12Canvas.Colour;
import java.nio.ByteBuffer;

/**
 * Numbers, labels and bars in front of the light: the heart rate in the middle, and along the
 * bottom a cell for each further value. What is unknown is shown as two dashes; what is uncertain
 * is paler. All sizes follow the picture's shorter side, so that it reads alike on every screen.
 * Used by the rendering thread only.
 */
public final class Overlay {

  private static final Colour TEXT = Colour.rgb(236, 240, 248);
  private static final Colour LABEL = Colour.rgb(150, 166, 196);
  private static final Colour TRACK = Colour.rgb(120, 140, 180);
  private static final Colour WARM = Colour.rgb(255, 150, 112);
  private static final Colour COOL = Colour.rgb(104, 190, 255);
  private static final String UNKNOWN = "--";

  /** A value at the bottom: its label, unit, and what a full bar stands for. */
  private enum Cell {
    HRV(Metric.RMSSD, "HRV", "ms", 1, 100, WARM),
    COHERENCE(Metric.COHERENCE, "COHERENCE", "%", 100, 100, WARM),
    BREATH(Metric.BREATH_RATE, "BREATH", "/min", 1, 24, COOL),
    MOVEMENT(Metric.MOVEMENT, "MOVEMENT", "mg", 1, 500, COOL);

    private final Metric metric;
    private final String label;
    private final String unit;
    private final double scale;
    private final double full;
    private final Colour colour;

    Cell(Metric metric, String label, String unit, double scale, double full, Colour colour) {
      this.metric = metric;
      this.label = label;
      this.unit = unit;
      this.scale = scale;
      this.full = full;
      this.colour = colour;
    }
  }

  private static final Metric[] BANDS = {
    Metric.EEG_DELTA, Metric.EEG_THETA, Metric.EEG_ALPHA, Metric.EEG_BETA, Metric.EEG_GAMMA
  };
  private static final String BAND_NAMES = "δθαβγ";

  private final int width;
  private final int height;
  private final float margin;
  private final float unit; // a 720th of the shorter side
  private final int columns;
  private final Lettering lettering = new Lettering();
  private final Nv12Canvas canvas;
  private final Style label;
  private final Style number;
  private final Style heart;

  /** Lays out the overlay for pictures of one size. */
  public Overlay(int width, int height) {
    this.width = width;
    this.height = height;
    canvas = new Nv12Canvas(width, height);
    int side = Math.min(width, height);
    unit = side / 720f;
    margin = 0.055f * side;
    label = style(Math.max(6, 10.5f * unit), 0.15f, 0.10f);
    number = style(Math.max(9, 23 * unit), 0.105f, 0);
    heart = style(Math.max(16, 62 * unit), 0.075f, 0.02f);
    int cells = Cell.values().length + 1;
    int fitting = Math.max(1, (int) ((width - 2 * margin) / Math.max(52, 150 * unit)));
    int rows = (cells + fitting - 1) / fitting;
    columns = (cells + rows - 1) / rows;
  }

  private static Style style(float capital, float weight, float tracking) {
    return new Style(capital, Math.max(1.1f, weight * capital), tracking);
  }

  /** Draws over a picture. */
  public void draw(Vitals vitals, ByteBuffer picture) {
    canvas.begin(picture);
    drawHeart(vitals);
    int cells = Cell.values().length + 1;
    int rows = (cells + columns - 1) / columns;
    float cellWidth = (width - 2 * margin + gap()) / columns;
    float cellHeight = number.capital() + label.capital() + 52 * unit + 8;
    for (int i = 0; i < cells; i++) {
      float left = margin + i % columns * cellWidth;
      float bottom = height - margin - (rows - 1 - i / columns) * cellHeight;
      if (i < Cell.values().length) {
        drawCell(Cell.values()[i], vitals, left, bottom, cellWidth - gap());
      } else {
        drawBands(vitals, left, bottom, cellWidth - gap());
      }
    }
  }

  private float gap() {
    return Math.max(8, 36 * unit);
  }

  private void drawHeart(Vitals vitals) {
    String text = text(vitals.value(Metric.HEART_RATE));
    float left = (width - lettering.width(text, heart)) / 2;
    float top = height / 2f - heart.capital() * 0.62f;
    write(text, left, top, heart, TEXT, opacity(vitals, Metric.HEART_RATE));
    String name = "BPM";
    write(
        name,
        (width - lettering.width(name, label)) / 2,
        top + heart.capital() + Math.max(4, 17 * unit),
        label,
        LABEL,
        230);
  }

  private void drawCell(Cell cell, Vitals vitals, float left, float bottom, float span) {
    double value = vitals.value(cell.metric);
    float bar = Math.max(1, 2.5f * unit);
    float top = bottom - bar - Math.max(4, 11 * unit) - number.capital();
    int opacity = opacity(vitals, cell.metric);
    String text = text(value * cell.scale);
    write(cell.label, left, top - Math.max(4, 13 * unit) - label.capital(), label, LABEL, 230);
    write(text, left, top, number, TEXT, opacity);
    float after = left + lettering.width(text, number) + Math.max(3, 9 * unit);
    write(cell.unit, after, top + number.capital() - label.capital(), label, LABEL, 200);
    canvas.fill(left, bottom - bar, left + span, bottom, TRACK, 70);
    if (!Double.isNaN(value)) {
      float part = (float) Math.min(1, value * cell.scale / cell.full);
      canvas.fill(left, bottom - bar, left + span * part, bottom, cell.colour, opacity);
    }
  }

  private void drawBands(Vitals vitals, float left, float bottom, float span) {
    float step = Math.min(span / BANDS.length, Math.max(11, 34 * unit));
    float thick = Math.max(2, 5 * unit);
    float tall = number.capital() + label.capital() + Math.max(2, 12 * unit);
    float foot = bottom - label.capital() - Math.max(3, 9 * unit);
    for (int i = 0; i < BANDS.length; i++) {
      float x = left + i * step;
      double value = vitals.value(BANDS[i]);
      int opacity = opacity(vitals, BANDS[i]);
      canvas.fill(x, foot - tall, x + thick, foot, TRACK, 60);
      if (Double.isNaN(value)) {
        write(UNKNOWN, x, bottom - label.capital(), label, LABEL, 160);
      } else {
        float high = tall * (float) Math.min(1, value * 2); // half of all power fills a bar
        canvas.fill(x, foot - high, x + thick, foot, COOL, opacity);
        String name = BAND_NAMES.substring(i, i + 1);
        write(name, x, bottom - label.capital(), label, LABEL, 230);
      }
    }
  }

  private static String text(double value) {
    return Double.isNaN(value) ? UNKNOWN : Long.toString(Math.round(value));
  }

  private static int opacity(Vitals vitals, Metric metric) {
    return Double.isNaN(vitals.value(metric)) ? 150 : (int) (140 + 116 * vitals.confidence(metric));
  }

  private void write(
      CharSequence text, float left, float top, Style style, Colour colour, int opacity) {
    float pen = left;
    for (int i = 0; i < text.length(); i++) {
      Lettering.Mask mask = lettering.mask(text.charAt(i), style);
      canvas.stamp(
          mask, Math.round(pen) + mask.left(), Math.round(top) + mask.top(), colour, opacity);
      pen += lettering.advance(text.charAt(i), style);
    }
  }
}
