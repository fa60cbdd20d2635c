package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.ingest.IngestListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Three destinations at 20 Mbps, one of which is a process that is stopped for fifteen seconds. The
 * rate matters: at a few Mbps the kernel's buffers hide the whole stall. A fan-out of its own,
 * which nothing disturbs, carries the same packets beside them: what it is late by, the machine is
 * to blame for.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes cannot be stopped by a signal")
class StalledDestinationStressTest {

  private static final int KBPS = 20_000;
  private static final int SECONDS = 20;
  private static final double STOP_AT = 2;
  private static final double CONTINUE_AT = 17;
  private static final long FRAME_NANOS = 1_000_000_000L / 30;
  private static final int AAC_FRAME_MS = 22; // 1024 samples at 48 kHz, in whole milliseconds

  private final EchoRuntime runtime = EchoRuntime.create();
  private final MediaClock clock = runtime.clock();
  private final HealthLog log = new HealthLog();

  @Test
  void aStoppedDestinationDisturbsNoOtherAndResumesInStep() throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(SECONDS, KBPS, 60, 1);
    Ledger first = new Ledger();
    Ledger second = new Ledger();
    Ledger undisturbed = new Ledger();
    List<Long> fed = new ArrayList<>();
    List<String> victimGot;
    try (IngestProcess victim = IngestProcess.start();
        RtmpServer one = RtmpServer.builder(runtime).port(0).listener(first).build();
        RtmpServer two = RtmpServer.builder(runtime).port(0).listener(second).build();
        RtmpServer control = RtmpServer.builder(runtime).port(0).listener(undisturbed).build();
        RtmpFanOut beside = RtmpFanOut.builder(runtime).listener(log).build()) {
      beside.header(TestProgramme.header());
      add(beside, "control", control.port());
      RtmpFanOut fanOut = RtmpFanOut.builder(runtime).listener(log).build();
      fanOut.header(TestProgramme.header());
      add(fanOut, "one", one.port());
      add(fanOut, "victim", victim.port());
      add(fanOut, "two", two.port());
      feed(sent, fanOut, beside, victim, fed);
      assertThat(fanOut.health().get(1).droppedVideo()).as("the stall was felt").isPositive();
      assertThat(log.states("victim")).contains(State.DEGRADED);
      fanOut.close();
      beside.close();
      victimGot = victim.packets();
    } finally {
      runtime.close();
    }
    long machine = undisturbed.longestDelayOver(sent, fed);
    for (Ledger healthy : List.of(first, second)) {
      assertThat(healthy.packets).isEqualTo(Ledger.of(sent));
      assertThat(healthy.longestDelayOver(sent, fed))
          .isLessThan(Math.max(2 * FRAME_NANOS, 2 * machine));
    }
    assertThat(log.states("one")).doesNotContain(State.DEGRADED, State.BACKOFF);
    checkResume(victimGot);
  }

  private void add(RtmpFanOut fanOut, String name, int port) throws InterruptedException {
    fanOut.add(Destination.parse(name, "rtmp://127.0.0.1:" + port + "/live/" + name));
    log.await(name, State.LIVE, 1);
  }

  /** Hands the packets over in real time and stops and continues the victim meanwhile. */
  private void feed(
      List<EncodedPacket> sent,
      RtmpFanOut fanOut,
      RtmpFanOut beside,
      IngestProcess victim,
      List<Long> fed)
      throws Exception {
    long begin = clock.nanos();
    boolean stopped = false;
    boolean continued = false;
    for (EncodedPacket packet : sent) {
      double seconds = packet.dtsNanos() / 1e9;
      if (!stopped && seconds >= STOP_AT) {
        stopped = true;
        victim.signal("STOP");
      }
      if (!continued && seconds >= CONTINUE_AT) {
        continued = true;
        victim.signal("CONT");
      }
      clock.sleepUntil(begin + packet.dtsNanos());
      fed.add(clock.nanos());
      fanOut.accept(packet);
      beside.accept(packet);
    }
  }

  private static void checkResume(List<String> packets) {
    long lastVideo = -1;
    long lastAudio = -1;
    int resumes = 0;
    List<Long> soundResumes = new ArrayList<>();
    List<Long> pictureResumes = new ArrayList<>();
    for (String packet : packets) {
      long timeMs = Long.parseLong(packet.substring(1));
      if (packet.charAt(0) == 'A') {
        if (lastAudio >= 0 && timeMs - lastAudio > AAC_FRAME_MS) {
          soundResumes.add(timeMs);
        }
        lastAudio = timeMs;
      } else {
        if (lastVideo >= 0 && timeMs - lastVideo > 34) {
          assertThat(packet).as("the picture after the gap").startsWith("K");
          pictureResumes.add(timeMs);
          resumes++;
        }
        lastVideo = timeMs;
      }
    }
    assertThat(resumes).isPositive();
    assertThat(soundResumes).hasSameSizeAs(pictureResumes);
    for (int i = 0; i < resumes; i++) {
      assertThat(soundResumes.get(i) - pictureResumes.get(i))
          .as("sound against picture at resume")
          .isBetween(0L, (long) AAC_FRAME_MS);
    }
    System.err.printf(
        "stalled destination: pictures resumed at %s ms, sound at %s ms%n",
        pictureResumes, soundResumes);
    assertThat(lastVideo).as("it has caught up").isGreaterThan((SECONDS - 1) * 1_000);
  }

  /** What a healthy destination received, and when. */
  private static final class Ledger implements IngestListener {

    private final List<String> packets = new ArrayList<>();
    private final List<Long> arrivals = new ArrayList<>();

    @Override
    public void onPacket(long streamId, EncodedPacket packet) {
      arrivals.add(MediaClock.system().nanos());
      packets.add(text(packet));
    }

    static List<String> of(List<EncodedPacket> packets) {
      return packets.stream().map(Ledger::text).toList();
    }

    private static String text(EncodedPacket packet) {
      return packet.track()
          + " "
          + packet.dtsNanos() / 1_000_000
          + " "
          + packet.payload().duplicate().hashCode();
    }

    /** Returns by how much the longest gap between pictures exceeds the gap they were fed with. */
    long longestDelayOver(List<EncodedPacket> sent, List<Long> fed) {
      long longest = 0;
      int last = -1;
      for (int i = 0; i < sent.size(); i++) {
        if (sent.get(i).track() == EncodedPacket.Track.VIDEO) {
          if (last >= 0) {
            long gap = arrivals.get(i) - arrivals.get(last);
            longest = Math.max(longest, gap - (fed.get(i) - fed.get(last)));
          }
          last = i;
        }
      }
      System.err.printf(
          "undisturbed or healthy destination: longest added gap %.1f ms%n", longest / 1e6);
      return longest;
    }
  }
}
