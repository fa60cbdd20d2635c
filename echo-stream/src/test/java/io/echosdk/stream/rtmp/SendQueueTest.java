package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.stream.EncodedPacket.Track;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue of one slow receiver, and the cache that it starts from. */
class SendQueueTest {

  private static final double AAC_FRAME_MS = 1024 / 48.0;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final GopCache cache = new GopCache(1 << 20);
  private final SendQueue queue = new SendQueue(2_000, 1 << 20);

  @AfterEach
  void nothingIsLeft() {
    queue.clear();
    cache.clear();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void aNewReceiverStartsOnTheLastKeyframeWithItsSound() {
    feed("K0 A0 V33 A21 V66 A43 A65 K100 A86 A107 V133");
    SendQueue late = new SendQueue(2_000, 1 << 20);
    late.restart(cache);
    assertThat(drain(late)).isEqualTo("K100 A107 V133");
  }

  @Test
  void soundThatCameBeforeItsKeyframeIsKept() {
    feed("K0 V33 A100 A121 A142 K133 V166");
    SendQueue late = new SendQueue(2_000, 1 << 20);
    late.restart(cache);
    assertThat(drain(late)).isEqualTo("A142 K133 V166");
  }

  @Test
  void withoutAKeyframeAReceiverWaits() {
    feed("V0 A0 V33");
    queue.restart(cache);
    offer("V66 A43");
    assertThat(drain(queue)).isEmpty();
    offer("A90 K100 V133");
    assertThat(drain(queue)).isEqualTo("K100 V133");
  }

  @Test
  void whatIsTooOldGoesUpToTheNewestKeyframe() {
    queue.restart(cache);
    offer("K0 A0 V500 A500 K1000 A990 A1011 V1500 V1900 A2001");
    assertThat(drain(queue)).isEqualTo("K1000 A1011 V1500 V1900 A2001");
    assertThat(queue.droppedVideo()).isEqualTo(2);
    assertThat(queue.droppedAudio()).isEqualTo(3);
  }

  @Test
  void withoutALaterKeyframeEverythingGoesAndTheNextOneOpens() {
    queue.restart(cache);
    offer("K0 A0 V1000 A1000 V2001 A2002");
    assertThat(drain(queue)).isEmpty();
    offer("V2033 A2040 A2061 K2066 A2082 V2100");
    assertThat(drain(queue)).isEqualTo("K2066 A2082 V2100");
  }

  @Test
  void bytesAreBoundedToo() {
    SendQueue narrow = new SendQueue(60_000, 1_000);
    narrow.restart(cache);
    for (int i = 0; i < 100; i++) {
      WireImage image = image("V" + i);
      narrow.offer(image, cache);
      image.release();
      assertThat(narrow.bytes()).isLessThanOrEqualTo(1_000);
    }
    narrow.clear();
  }

  @Test
  void nothingIsSentTwiceWhenABurstOverlapsWhatWasSent() {
    queue.restart(cache);
    offer("K0 A0 A21 A43 A64 A85");
    assertThat(drain(queue)).isEqualTo("K0 A0 A21 A43 A64 A85");
    offer("V2000 V4001"); // too long: shut
    offer("K66 A107"); // opens from a cache that has the sound from 66 on
    assertThat(drain(queue)).isEqualTo("K66 A107");
  }

  @Test
  void aBurstLongerThanTheBoundIsNotDropped() {
    feed("K0 V1000 V2000 V3000 V4000");
    queue.restart(cache);
    offer("V5000");
    assertThat(drain(queue)).isEqualTo("K0 V1000 V2000 V3000 V4000 V5000");
  }

  @Test
  void whateverAReceiverTakesItResumesOnKeyframesWithSoundInStep() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SendQueue slow = new SendQueue(300 + random.nextInt(2_000), 1 << 20);
      GopCache own = new GopCache(1 << 20);
      List<WireImage> sent = new ArrayList<>();
      programme(random)
          .forEach(
              image -> {
                own.add(image);
                slow.offer(image, own);
                image.release();
                for (int n = random.nextInt(20) == 0 ? 200 : 0; n > 0; n--) {
                  WireImage out = slow.poll();
                  if (out != null) {
                    sent.add(out);
                  }
                }
              });
      checkResumes(sent, seed);
      sent.forEach(WireImage::release);
      slow.clear();
      own.clear();
      assertThat(allocator.metric().usedDirectMemory()).as("seed %d", seed).isZero();
    }
  }

  /** Thirty pictures a second, a keyframe a second, sound that runs ahead or behind. */
  private List<WireImage> programme(SplittableRandom random) {
    List<WireImage> images = new ArrayList<>();
    int lead = random.nextInt(-100, 100);
    int sound = 0;
    for (int i = 0; i < 600; i++) {
      long time = Math.round(i * 1000 / 30.0);
      while (sound * AAC_FRAME_MS <= time + lead) {
        images.add(image("A" + (long) (sound++ * AAC_FRAME_MS)));
      }
      images.add(image((i % 30 == 0 ? "K" : "V") + time));
    }
    return images;
  }

  private static void checkResumes(List<WireImage> sent, long seed) {
    long lastVideo = -1;
    long lastAudio = -1;
    for (WireImage image : sent) {
      if (image.video()) {
        if (lastVideo >= 0 && image.timestampMs() - lastVideo > 34) {
          assertThat(image.keyframe()).as("resume, seed %d", seed).isTrue();
          checkSoundAt(image.timestampMs(), sent, seed);
        }
        assertThat(image.timestampMs()).as("seed %d", seed).isGreaterThan(lastVideo);
        lastVideo = image.timestampMs();
      } else {
        assertThat(image.timestampMs()).as("seed %d", seed).isGreaterThan(lastAudio);
        lastAudio = image.timestampMs();
      }
    }
  }

  /** Sound begins with the keyframe, unless the next drop came before the sound that trails it. */
  private static void checkSoundAt(long keyframeMs, List<WireImage> sent, long seed) {
    long pictures =
        sent.stream()
            .filter(image -> image.video() && image.timestampMs() >= keyframeMs)
            .filter(image -> image.timestampMs() < keyframeMs + 200)
            .count();
    if (pictures >= 6) {
      assertThat(sent)
          .as("sound within a frame of %d ms, seed %d", keyframeMs, seed)
          .anyMatch(
              image ->
                  !image.video()
                      && image.timestampMs() >= keyframeMs
                      && image.timestampMs() <= keyframeMs + 22);
    }
  }

  private void feed(String images) {
    for (String name : images.split(" ")) {
      WireImage image = image(name);
      cache.add(image);
      image.release();
    }
  }

  private void offer(String images) {
    for (String name : images.split(" ")) {
      WireImage image = image(name);
      cache.add(image);
      queue.offer(image, cache);
      image.release();
    }
  }

  private WireImage image(String name) {
    char kind = name.charAt(0);
    return WireImage.of(
        kind == 'A' ? Track.AUDIO : Track.VIDEO,
        Long.parseLong(name.substring(1)),
        kind == 'K',
        allocator,
        ByteBuffer.allocate(60));
  }

  private static String drain(SendQueue queue) {
    List<String> names = new ArrayList<>();
    for (WireImage image = queue.poll(); image != null; image = queue.poll()) {
      names.add((image.keyframe() ? "K" : image.video() ? "V" : "A") + image.timestampMs());
      image.release();
    }
    return String.join(" ", names);
  }
}
