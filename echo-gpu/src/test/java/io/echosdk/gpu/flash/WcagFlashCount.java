package io.echosdk.gpu.flash;

import io.echosdk.api.visual.VideoFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts flashes in a finished recording, by the letter of WCAG 2.2 and without sharing a line or a
 * shortcut with the limiter: it looks at single pixels instead of tiles, keeps the whole history,
 * and slides the field of view in steps of a twelfth.
 */
final class WcagFlashCount {

  private static final int STEP = 6; // every sixth pixel both ways
  private static final double CONCURRENT_SECONDS = 0.15;

  private final VideoFormat format;
  private final int across;
  private final int down;
  private final List<double[]> luminances = new ArrayList<>();
  private final List<double[]> reds = new ArrayList<>();

  WcagFlashCount(VideoFormat format) {
    this.format = format;
    across = format.width() / STEP;
    down = format.height() / STEP;
  }

  void add(ByteBuffer nv12) {
    double[] luminance = new double[across * down];
    double[] red = new double[across * down];
    for (int row = 0; row < down; row++) {
      for (int column = 0; column < across; column++) {
        int x = column * STEP;
        int y = row * STEP;
        int chroma = format.width() * format.height() + y / 2 * format.width() + x / 2 * 2;
        double luma = ((nv12.get(y * format.width() + x) & 255) - 16) / 219.0;
        double cb = ((nv12.get(chroma) & 255) - 128) / 224.0;
        double cr = ((nv12.get(chroma + 1) & 255) - 128) / 224.0;
        double r = linear(luma + 1.5748 * cr);
        double b = linear(luma + 1.8556 * cb);
        double g =
            linear((luma - 0.2126 * (luma + 1.5748 * cr) - 0.0722 * (luma + 1.8556 * cb)) / 0.7152);
        luminance[row * across + column] = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        red[row * across + column] = r > 0 && r / (r + g + b) >= 0.8 ? 320 * (r - g - b) : 0;
      }
    }
    luminances.add(luminance);
    reds.add(red);
  }

  private static double linear(double c) {
    double inside = Math.min(1, Math.max(0, c));
    return inside <= 0.04045 ? inside / 12.92 : Math.pow((inside + 0.055) / 1.055, 2.4);
  }

  /** The most general flashes in any second and any field of view. */
  int general() {
    return most(luminances, 0.1, 0.8);
  }

  /** The most red flashes in any second and any field of view. */
  int red() {
    return most(reds, 20, Double.MAX_VALUE);
  }

  private int most(List<double[]> values, double swing, double darkerBelow) {
    List<int[]> changes = changes(values, swing, darkerBelow);
    int most = 0;
    for (int top = 0; top <= 8; top++) {
      for (int left = 0; left <= 8; left++) {
        most = Math.max(most, inField(changes, left * across / 12, top * down / 12));
      }
    }
    return most;
  }

  /** Per frame and pixel: 1 for a rise that ends its swing here, -1 for a fall, 0 for neither. */
  private List<int[]> changes(List<double[]> values, double swing, double darkerBelow) {
    List<int[]> changes = new ArrayList<>();
    values.forEach(frame -> changes.add(new int[frame.length]));
    for (int pixel = 0; pixel < across * down; pixel++) {
      double low = values.get(0)[pixel];
      double high = low;
      int last = 0;
      for (int frame = 0; frame < values.size(); frame++) {
        double now = values.get(frame)[pixel];
        low = Math.min(low, now);
        high = Math.max(high, now);
        if (last <= 0 && now - low >= swing && low < darkerBelow) {
          changes.get(frame)[pixel] = 1;
          last = 1;
          high = now;
          low = now;
        } else if (last >= 0 && high - now >= swing && now < darkerBelow) {
          changes.get(frame)[pixel] = -1;
          last = -1;
          low = now;
          high = now;
        }
      }
    }
    return changes;
  }

  private int inField(List<int[]> changes, int left, int top) {
    int wide = across / 3;
    int high = down / 3;
    double hz = format.framesPerSecond().hz();
    int moment = (int) (CONCURRENT_SECONDS * hz);
    List<Integer> transitions = new ArrayList<>();
    int lastSign = 0;
    int[] used = {-1, -1, -1}; // per sign: changes up to this frame belong to an earlier transition
    for (int frame = 0; frame < changes.size(); frame++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        int area = 0;
        int first = Math.max(used[sign + 1] + 1, Math.max(0, frame - moment + 1));
        for (int row = top; row < top + high; row++) {
          for (int column = left; column < left + wide; column++) {
            for (int back = first; back <= frame; back++) {
              if (changes.get(back)[row * across + column] == sign) {
                area++;
                break;
              }
            }
          }
        }
        if (4 * area > wide * high && sign != lastSign) {
          transitions.add(frame);
          lastSign = sign;
          used[sign + 1] = frame;
        }
      }
    }
    int most = 0;
    for (int i = 0; i < transitions.size(); i++) {
      int end = i;
      while (end < transitions.size() && transitions.get(end) - transitions.get(i) < hz) {
        end++;
      }
      most = Math.max(most, (end - i) / 2);
    }
    return most;
  }
}
