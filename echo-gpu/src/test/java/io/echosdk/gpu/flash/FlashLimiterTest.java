package io.echosdk.gpu.flash;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.visual.VideoFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlashLimiterTest {

  private static final VideoFormat FORMAT = VideoFormat.nv12(192, 108, 30);
  private static final int SECONDS = 6;

  /** Colour of a place at a moment: luma, U and V. */
  private interface Scene {
    int[] at(double seconds, int x, int y);
  }

  /** What a scene's flashes were before and after the limiter, and how many frames it changed. */
  private record Result(int rawGeneral, int rawRed, int general, int red, long changed) {}

  private static Result limit(Scene scene) {
    FlashLimiter limiter = new FlashLimiter(FORMAT);
    WcagFlashCount before = new WcagFlashCount(FORMAT);
    WcagFlashCount after = new WcagFlashCount(FORMAT);
    long changed = 0;
    for (int frame = 0; frame < SECONDS * 30; frame++) {
      ByteBuffer picture = paint(scene, frame / 30.0);
      ByteBuffer raw = ByteBuffer.allocate(FORMAT.bytes()).put(picture.duplicate()).flip();
      before.add(raw);
      limiter.apply(picture, FORMAT.framesPerSecond().ptsNanos(frame));
      after.add(picture);
      changed += raw.equals(picture) ? 0 : 1;
    }
    assertThat(changed).isLessThanOrEqualTo(limiter.limited());
    return new Result(before.general(), before.red(), after.general(), after.red(), changed);
  }

  private static ByteBuffer paint(Scene scene, double seconds) {
    int width = FORMAT.width();
    int height = FORMAT.height();
    ByteBuffer picture = ByteBuffer.allocateDirect(FORMAT.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int[] colour = scene.at(seconds, x, y);
        picture.put(y * width + x, (byte) colour[0]);
        int chroma = width * height + y / 2 * width + x / 2 * 2;
        picture.put(chroma, (byte) colour[1]);
        picture.put(chroma + 1, (byte) colour[2]);
      }
    }
    return picture;
  }

  private static Scene heart(double beatsPerMinute) {
    return (seconds, x, y) -> {
      double phase = seconds * beatsPerMinute / 60 % 1;
      return new int[] {(int) (30 + 190 * Math.exp(-3.5 * phase)), 128, 128};
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {120, 150, 200, 240})
  void fastHeartOverTheWholePictureFlashesAtMostThreeTimesASecond(int beatsPerMinute) {
    Result result = limit(heart(beatsPerMinute));
    assertThat(result.rawGeneral).isGreaterThanOrEqualTo(beatsPerMinute / 60);
    assertThat(result.general).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 60, 72})
  void calmHeartIsNotTouched(int beatsPerMinute) {
    Result result = limit(heart(beatsPerMinute));
    assertThat(result.rawGeneral).isPositive();
    assertThat(result.changed).isZero();
  }

  @Test
  void strobeOfTenHertzIsTamed() {
    Result result = limit((s, x, y) -> new int[] {(int) (s * 20) % 2 == 0 ? 16 : 235, 128, 128});
    assertThat(result.rawGeneral).isGreaterThanOrEqualTo(9);
    assertThat(result.general).isLessThanOrEqualTo(3);
  }

  @Test
  void strobeInAQuarterOfThePictureIsTamed() {
    Result result =
        limit(
            (s, x, y) ->
                new int[] {x < 96 && y < 54 && (int) (s * 16) % 2 == 0 ? 235 : 20, 128, 128});
    assertThat(result.rawGeneral).isGreaterThanOrEqualTo(7);
    assertThat(result.general).isLessThanOrEqualTo(3);
  }

  @Test
  void redOfFiveHertzIsTamed() {
    // saturated red of BT.709: luma 63, U 102, V 240
    Result result =
        limit(
            (s, x, y) ->
                (int) (s * 10) % 2 == 0 ? new int[] {63, 102, 240} : new int[] {63, 128, 128});
    assertThat(result.rawRed).isGreaterThanOrEqualTo(4);
    assertThat(result.red).isLessThanOrEqualTo(3);
    assertThat(result.general).isLessThanOrEqualTo(3);
  }

  @Test
  void halvesThatTakeTurnsCountTogether() {
    Result result =
        limit(
            (s, x, y) -> {
              boolean left = x % 64 < 32;
              return new int[] {
                Math.sin(2 * Math.PI * 2.9 * (s + (left ? 0 : 0.17))) > 0 ? 220 : 20, 128, 128
              };
            });
    assertThat(result.general).isLessThanOrEqualTo(3);
  }

  @Test
  void stillPictureIsNotTouched() {
    Result result = limit((s, x, y) -> new int[] {16 + (x * 7 + y * 3) % 200, x % 200 + 20, 90});
    assertThat(result.changed).isZero();
    assertThat(result.rawGeneral).isZero();
  }

  @Test
  void smallFlashingSignIsNotTouched() {
    Result result =
        limit(
            (s, x, y) ->
                new int[] {x < 14 && y < 14 && (int) (s * 20) % 2 == 0 ? 235 : 16, 128, 128});
    assertThat(result.rawGeneral).isZero();
    assertThat(result.changed).isZero();
  }

  @Test
  void pictureMovesOnAfterTheStrobeEnds() {
    FlashLimiter limiter = new FlashLimiter(FORMAT);
    ByteBuffer picture = paint((s, x, y) -> new int[] {16, 128, 128}, 0);
    for (int frame = 0; frame < 150; frame++) {
      int luma = frame < 90 && frame / 2 % 2 == 0 ? 235 : 60;
      picture = paint((s, x, y) -> new int[] {luma, 128, 128}, 0);
      limiter.apply(picture, FORMAT.framesPerSecond().ptsNanos(frame));
    }
    assertThat(picture.get(0)).isEqualTo((byte) 60);
  }
}
