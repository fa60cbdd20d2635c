package io.echosdk.sync.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaybackControllerTest {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private final ClockEstimator clock = new ClockEstimator();
  private final FakePlayer player = new FakePlayer();
  private final PlaybackController controller = new PlaybackController(clock, player);
  private long now;

  PlaybackControllerTest() {
    for (int i = 0; i < 20; i++) { // the server's clock is the client's
      long at = -20 * SECOND + i * SECOND;
      clock.add(at, at + MILLI, at + MILLI, at + 2 * MILLI);
    }
  }

  @Test
  void aStartAheadIsScheduledToTheNanosecond() {
    controller.follow(playing(1, 2 * SECOND, 5 * SECOND));
    run(SECOND);
    assertThat(player.starts).containsExactly("5000000000 at 2000000000");
  }

  @Test
  void whoComesLateStartsInTheMiddle() {
    controller.follow(playing(1, -10 * SECOND, 0));
    run(SECOND);
    assertThat(player.starts).containsExactly("10150000000 at 150000000");
  }

  @Test
  void allFallSilentAtTheAnchorOfAPause() {
    controller.follow(playing(1, 0, 0));
    run(2 * SECOND);
    controller.follow(new Timeline(2, Timeline.Phase.PAUSED, 1, 3 * SECOND, 3 * SECOND, 1));
    run(2990 * MILLI);
    assertThat(player.sounding).isTrue();
    run(3 * SECOND);
    assertThat(player.sounding).isFalse();
  }

  @Test
  void anOlderTimelineIsIgnored() {
    controller.follow(playing(2, 0, 0));
    controller.follow(playing(1, 0, 100 * SECOND));
    run(SECOND);
    assertThat(player.starts).containsExactly("150000000 at 150000000");
  }

  @Test
  void aMissedLandingIsMadeUpWithinWhatNobodyHears() {
    player.landsBesideBy = 20 * MILLI;
    controller.follow(playing(1, 0, 0));
    run(2 * SECOND);
    assertThat(player.rate).isEqualTo(0.9975);
    run(30 * SECOND);
    assertThat(Math.abs(player.position - now) / 1e6).isLessThan(0.5);
    assertThat(player.rates).allMatch(rate -> rate >= 0.9975 && rate <= 1.0025);
    assertThat(controller.seeks()).isZero();
  }

  @Test
  void nearTheTargetTheRateStaysWithinEightInTenThousand() {
    player.landsBesideBy = 2 * MILLI;
    controller.follow(playing(1, 0, 0));
    run(60 * SECOND);
    assertThat(player.rates).isNotEmpty().allMatch(rate -> rate >= 0.9992 && rate <= 1.0008);
    assertThat(Math.abs(player.position - now) / 1e6).isLessThan(0.5);
  }

  @Test
  void aConverterThatRunsFastIsLearnedAndHeldBack() {
    player.skew = 90e-6;
    controller.follow(playing(1, 0, 0));
    run(120 * SECOND);
    assertThat(player.rate - 1).isBetween(-110e-6, -70e-6);
    long moves = controller.rateMoves();
    run(180 * SECOND);
    assertThat(controller.rateMoves() - moves).isLessThan(10);
    assertThat(Math.abs(player.position - now) / 1e6).isLessThan(0.5);
  }

  @Test
  void aBetterEstimateOfTheClockIsNotTakenForAMovementOfThePlayer() {
    controller.follow(playing(1, 0, 0));
    run(30 * SECOND);
    long before = controller.driftNanos();
    clock.reset();
    for (int i = 0; i < 20; i++) { // the server's clock turns out to be 5 ms ahead
      long at = now - 20 * SECOND + i * SECOND;
      clock.add(at, at + 6 * MILLI, at + 6 * MILLI, at + 2 * MILLI);
    }
    run(30 * SECOND + 200 * MILLI);
    assertThat((controller.driftNanos() - before) / 1e6).isBetween(-5.5, -4.5);
  }

  @Test
  void aStallThatThePlayerTellsOfIsOneSeek() {
    controller.follow(playing(1, 0, 0));
    run(10 * SECOND);
    player.stalled = true;
    run(11 * SECOND);
    player.stalled = false;
    run(12 * SECOND);
    assertThat(controller.seeks()).isEqualTo(1);
    assertThat(Math.abs(player.position - now) / 1e6).isLessThan(1);
  }

  @Test
  void aStallThatThePlayerHidesIsFoundByItsPosition() {
    controller.follow(playing(1, 0, 0));
    run(10 * SECOND);
    player.position -= 400 * MILLI;
    run(12 * SECOND);
    assertThat(controller.seeks()).isEqualTo(1);
    assertThat(Math.abs(player.position - now) / 1e6).isLessThan(1);
  }

  private static Timeline playing(long version, long anchorNanos, long positionNanos) {
    return new Timeline(version, Timeline.Phase.PLAYING, 1, anchorNanos, positionNanos, 1);
  }

  /** Lets time pass until {@code end}, 10 ms at a time. */
  private void run(long end) {
    long poll = now;
    while (now <= end) {
      player.play(now);
      if (now >= poll) {
        poll = controller.poll(now);
      }
      now += 10 * MILLI;
    }
    now -= 10 * MILLI;
  }

  private static final class FakePlayer implements Player {

    final List<String> starts = new ArrayList<>();
    final List<Double> rates = new ArrayList<>();
    long landsBesideBy;
    double skew;
    double rate = 1;
    boolean stalled;
    boolean sounding;
    long position;
    private long startAt = Long.MAX_VALUE;
    private long startPosition;
    private long last;

    void play(long now) {
      if (now >= startAt) {
        sounding = true;
        position = startPosition + now - startAt + landsBesideBy;
        startAt = Long.MAX_VALUE;
      } else if (sounding && !stalled) {
        position += Math.round((now - last) * rate * (1 + skew));
      }
      last = now;
    }

    @Override
    public void start(long item, long positionNanos, long atLocalNanos) {
      starts.add(positionNanos + " at " + atLocalNanos);
      sounding = false;
      startPosition = positionNanos;
      startAt = atLocalNanos;
    }

    @Override
    public void stop() {
      sounding = false;
      startAt = Long.MAX_VALUE;
    }

    @Override
    public void rate(double value) {
      rate = value;
      rates.add(value);
    }

    @Override
    public long positionNanos() {
      return position;
    }

    @Override
    public boolean stalled() {
      return stalled;
    }
  }
}
