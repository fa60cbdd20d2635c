package io.echosdk.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PhoneSourceTest {

  private static final List<Signal> SIGNALS =
      List.of(new Signal("ecg", SignalKind.ECG, List.of("I"), "mV", 100));
  private static final InetSocketAddress FREE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final List<Float> values = new ArrayList<>();

  private static ByteBuffer frame(int number, float value) {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0xeb, 1, 0, 0})
        .putInt(number)
        .putLong(number * 10_000L)
        .putShort((short) 1)
        .put((byte) 1)
        .put((byte) 0)
        .putFloat(value)
        .flip()
        .order(ByteOrder.BIG_ENDIAN); // the JDK masks in the buffer's own byte order
  }

  private void pollUntil(PhoneSource source, EchoRuntime runtime, Predicate<SourceState> wanted)
      throws InterruptedException {
    do {
      long next =
          source.poll(
              runtime.clock().nanos(),
              (signal, time, origin, samples, offset, frames, flags) ->
                  values.add(samples[offset]));
      runtime.clock().sleepUntil(next);
    } while (!wanted.test(source.state()));
  }

  @Test
  void aPhoneConnectsSendsAndGoes() throws Exception {
    try (EchoRuntime runtime = EchoRuntime.create();
        PhoneSource source = PhoneSource.listen(FREE, SIGNALS, runtime)) {
      WebSocket phone =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + source.port() + "/"), new WebSocket.Listener() {})
              .get();
      phone.sendBinary(frame(0, 1), true).get();
      phone.sendBinary(frame(1, 2), true).get();
      phone.sendText("{\"v\":1,\"signal\":\"ecg\",\"n\":2,\"t\":20,\"samples\":[3]}", true).get();
      pollUntil(source, runtime, state -> values.size() == 3);
      assertThat(values).containsExactly(1f, 2f, 3f);
      assertThat(source.state()).isEqualTo(new SourceState.Live());
      phone.abort();
      pollUntil(source, runtime, SourceState.Reconnecting.class::isInstance);
    }
  }

  @Test
  void aPhoneThatSendsRubbishMakesTheSourceStaleWithTheReason() throws Exception {
    try (EchoRuntime runtime = EchoRuntime.create();
        PhoneSource source = PhoneSource.listen(FREE, SIGNALS, runtime)) {
      WebSocket phone =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + source.port() + "/"), new WebSocket.Listener() {})
              .get();
      phone.sendBinary(frame(0, 1), true).get();
      pollUntil(source, runtime, state -> values.size() == 1);
      phone.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).get();
      pollLate(source, runtime, "frame of 3 bytes");
      phone.sendText("{\"v\":1,\"signal\":\"heart\",\"t\":1,\"samples\":[5]}", true).get();
      pollLate(source, runtime, "\"signal\"");
      phone.sendText("hello", true).get();
      pollLate(source, runtime, "frame of 5 bytes");
      assertThat(values).containsExactly(1f);
      phone.sendBinary(frame(1, 2), true).get();
      pollUntil(source, runtime, state -> values.size() == 2);
      assertThat(source.state()).isNotInstanceOf(SourceState.Stale.class);
      phone.abort();
    }
  }

  /** Polls as if it were some seconds later, until the source says why it is stale. */
  private void pollLate(PhoneSource source, EchoRuntime runtime, String reason)
      throws InterruptedException {
    while (!(source.state() instanceof SourceState.Stale stale)
        || !stale.reason().contains(reason)) {
      long later = runtime.clock().nanos() + 5_000_000_000L;
      source.poll(
          later,
          (signal, time, origin, samples, offset, frames, flags) -> values.add(samples[offset]));
      runtime.clock().sleepUntil(runtime.clock().nanos() + 1_000_000);
    }
  }

  @Test
  void aPortThatIsTakenIsATypedError() {
    try (EchoRuntime runtime = EchoRuntime.create();
        PhoneSource first = PhoneSource.listen(FREE, SIGNALS, runtime)) {
      InetSocketAddress taken =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), first.port());
      assertThatThrownBy(() -> PhoneSource.listen(taken, SIGNALS, runtime))
          .isInstanceOf(BiometricException.class)
          .hasMessageContaining("choose another port");
    }
  }
}
