package io.echosdk.biometric.osc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.live.LiveSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OscTransportTest {

  private static final InetSocketAddress FREE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final List<String> seen = new ArrayList<>();

  static byte[] message(String address, float... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(out, address);
    text(out, "," + "f".repeat(values.length));
    for (float value : values) {
      out.writeBytes(ByteBuffer.allocate(4).putFloat(value).array());
    }
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    out.writeBytes(bytes);
    out.writeBytes(new byte[4 - bytes.length % 4]);
  }

  private SampleSink sink() {
    return (signal, time, origin, samples, offset, frames, flags) ->
        seen.add(
            signal.name() + " " + samples[offset] + (flags == SampleSink.LEAD_OFF ? " off" : ""));
  }

  /** Polls until so many samples have come. */
  private void pollUntil(LiveSource source, EchoRuntime runtime, int samples)
      throws InterruptedException {
    while (seen.size() < samples) {
      runtime.clock().sleepUntil(source.poll(runtime.clock().nanos(), sink()));
    }
  }

  @Test
  void aHeadbandIsHeardWhateverItsNameAndRubbishIsLeftOut()
      throws IOException, InterruptedException {
    OscLayout layout = OscLayout.muse();
    OscTransport transport = new OscTransport(layout, FREE);
    try (EchoRuntime runtime = EchoRuntime.create();
        LiveSource source =
            LiveSource.start(runtime, "osc", layout.signals(), LiveSource.STALE_NANOS, transport);
        DatagramChannel sender = DatagramChannel.open()) {
      assertThat(source.state()).isEqualTo(new SourceState.Connecting());
      send(sender, transport, message("/muse/eeg", 1, 2, 3, 4, 5, 6));
      send(sender, transport, new byte[] {1, 2, 3});
      send(sender, transport, message("/Muse-1A2B/acc", 0.5f, 0, 1));
      send(sender, transport, message("/muse/elements/horseshoe", 4, 4, 4, 4));
      send(sender, transport, message("/muse/eeg", 7, 2, 3, 4));
      pollUntil(source, runtime, 3);
      assertThat(seen).containsExactly("eeg 1.0", "acc 0.5", "eeg 7.0 off");
      assertThat(source.stats().unreadable()).isEqualTo(1);
      assertThat(source.state()).isEqualTo(new SourceState.Gap());
      source.close();
      assertThat(runtime.liveThreads()).isEmpty();
    }
  }

  @Test
  void aSenderOfRubbishMakesTheSourceStaleWithTheReason() throws IOException, InterruptedException {
    OscLayout layout = OscLayout.muse();
    OscTransport transport = new OscTransport(layout, FREE);
    try (EchoRuntime runtime = EchoRuntime.create();
        LiveSource source =
            LiveSource.start(runtime, "osc", layout.signals(), LiveSource.STALE_NANOS, transport);
        DatagramChannel sender = DatagramChannel.open()) {
      send(sender, transport, message("/muse/eeg", 1, 2, 3, 4, 5, 6));
      pollUntil(source, runtime, 1);
      send(sender, transport, "/eeg\0\0\0\0,f\0\0".getBytes(StandardCharsets.US_ASCII));
      SourceState stale =
          new SourceState.Stale("OSC packet of 12 bytes promises a float at byte 12");
      while (!source.state().equals(stale)) {
        long future = runtime.clock().nanos() + 2 * LiveSource.STALE_NANOS; // nothing else comes
        source.poll(future, sink());
        runtime.clock().sleepUntil(runtime.clock().nanos() + 1_000_000);
      }
      assertThat(seen).containsExactly("eeg 1.0");
      send(sender, transport, message("/muse/eeg", 8, 2, 3, 4, 5, 6));
      pollUntil(source, runtime, 2);
      assertThat(source.state()).isNotInstanceOf(SourceState.Stale.class);
    }
  }

  private static void send(DatagramChannel sender, OscTransport to, byte[] bytes)
      throws IOException {
    sender.send(ByteBuffer.wrap(bytes), to.address());
  }

  @Test
  void aPortThatIsTakenIsATypedErrorAtOnce() {
    OscTransport first = new OscTransport(OscLayout.muse(), FREE);
    assertThatThrownBy(() -> new OscTransport(OscLayout.muse(), first.address()))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("choose another port");
    first.close();
    new OscTransport(OscLayout.muse(), first.address()).close();
  }

  @Test
  void closingAWaitingSourceTakesNoTime() {
    try (EchoRuntime runtime = EchoRuntime.create()) {
      OscTransport transport = new OscTransport(OscLayout.muse(), FREE);
      LiveSource source =
          LiveSource.start(
              runtime, "osc", OscLayout.muse().signals(), LiveSource.STALE_NANOS, transport);
      long before = runtime.clock().nanos();
      source.close();
      assertThat(Duration.ofNanos(runtime.clock().nanos() - before))
          .isLessThan(Duration.ofSeconds(2));
      assertThat(runtime.liveThreads()).isEmpty();
      assertThat(source.state()).isEqualTo(new SourceState.Closed());
    }
  }
}
