package io.echosdk.api.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VideoFormatTest {

  @Test
  void ntscRateIsExactForADay() {
    VideoFormat.Rate rate = new VideoFormat.Rate(30_000, 1001);
    long frames = 24L * 3600 * 30_000 / 1001;
    for (long index = 0; index <= frames; index += 997) {
      assertThat(rate.ptsNanos(index)).isEqualTo(exact(rate, index));
    }
    assertThat(rate.ptsNanos(30_000L * 3600)).isEqualTo(1001L * 3600 * 1_000_000_000L);
  }

  @Test
  void anyRateIsExactForAnyFrameOfAYear() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      int denominator = 1 + random.nextInt(Integer.MAX_VALUE / 240);
      int numerator = denominator + random.nextInt(239) * (denominator / 2);
      VideoFormat.Rate rate = new VideoFormat.Rate(numerator, denominator);
      long index = random.nextLong((long) (rate.hz() * 365 * 86_400));
      assertThat(rate.ptsNanos(index)).as("%s frame %d", rate, index).isEqualTo(exact(rate, index));
    }
  }

  @Test
  void bytesAreThoseOfTheLayout() {
    assertThat(VideoFormat.nv12(1280, 720, 30).bytes()).isEqualTo(1280 * 720 * 3 / 2);
    assertThat(new VideoFormat(16_384, 16_384, PixelFormat.RGBA8, VideoFormat.Rate.of(1)).bytes())
        .isEqualTo(1 << 30);
  }

  @Test
  void sizesAndRatesOutOfRangeAreNamed() {
    assertThatThrownBy(() -> VideoFormat.nv12(1281, 720, 30)).hasMessageContaining("1281");
    assertThatThrownBy(() -> VideoFormat.nv12(1280, 14, 30)).hasMessageContaining("14");
    assertThatThrownBy(() -> VideoFormat.nv12(1280, 720, 241)).hasMessageContaining("241");
    assertThatThrownBy(() -> new VideoFormat.Rate(0, 1)).hasMessageContaining("0/1");
    assertThatThrownBy(() -> new VideoFormat.Rate(1, -5)).hasMessageContaining("1/-5");
  }

  private static long exact(VideoFormat.Rate rate, long index) {
    return BigInteger.valueOf(index)
        .multiply(BigInteger.valueOf(rate.denominator()))
        .multiply(BigInteger.valueOf(1_000_000_000))
        .divide(BigInteger.valueOf(rate.numerator()))
        .longValueExact();
  }
}
