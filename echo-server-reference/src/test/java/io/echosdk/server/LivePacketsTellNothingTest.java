package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.ByteBufferSource;
import io.echosdk.biometric.LiveSources;
import io.echosdk.biometric.osc.OscReader;
import io.echosdk.biometric.strap.HeartRateMeasurement;
import io.echosdk.biometric.strap.PolarControl;
import io.echosdk.biometric.strap.PolarFrame;
import io.echosdk.server.http.PhoneSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * That no value and no name in a packet of a live source is in a log line, an error's message or
 * the reason of a state, whether the packet is whole, cut off anywhere or changed.
 */
@Timeout(60)
class LivePacketsTellNothingTest {

  private static final String NAME = "Zyxomma";
  private static final int MARK = 42_424_242;
  private static final long SECOND = 1_000_000_000;
  private static final InetSocketAddress FREE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final List<Signal> SIGNALS =
      List.of(
          new Signal("ecg", SignalKind.ECG, List.of("I"), "mV", 100),
          new Signal("rr", SignalKind.RR, List.of("rr"), "ms", 1));

  // the mark, as float, in packets of 16 bits (0x5632, also as ticks) and of 24 (0x875632)
  private static final List<String> BODY =
      List.of(NAME, "42424242", "4.2424", "22066", "21548", "7907790", "7907.79", "02875632");

  private final Eavesdropper ear = new Eavesdropper();

  @AfterEach
  void stop() {
    ear.close();
  }

  /** Whole, cut off at every byte, and with bytes changed by chance. */
  private static List<byte[]> variants(byte[] whole) {
    List<byte[]> all = new ArrayList<>();
    for (int length = 0; length <= whole.length; length++) {
      all.add(Arrays.copyOf(whole, length));
    }
    Random random = new Random(whole.length);
    for (int i = 0; i < 500; i++) {
      byte[] changed = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      all.add(changed);
    }
    return all;
  }

  private void parse(String hex, Consumer<byte[]> parser) {
    int refused = 0;
    for (byte[] bytes : variants(HexFormat.of().parseHex(hex))) {
      try {
        parser.accept(bytes);
      } catch (BiometricException e) {
        ear.tell(e);
        ear.told().add(e.problem() + e.remedy());
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void packetsOfStrapsAndOfPolarDevices() {
    String time = "15cd5b0700000000";
    Consumer<byte[]> rate = bytes -> ear.told().add("" + HeartRateMeasurement.parse(bytes));
    Consumer<byte[]> polar = bytes -> ear.told().add("" + PolarFrame.parse(bytes, 1));
    parse("1f3256325632563256", rate);
    parse("00" + time + "00" + "325687".repeat(3), polar);
    parse("02" + time + "81" + "325632563256" + "0402325632", polar);
    parse("01" + time + "80" + "325687".repeat(4) + "0802" + "32".repeat(8), polar);
    parse("03" + time + "00" + "323256325607", polar);
    parse(
        "f00202000005013256872a",
        bytes -> ear.told().add(String.valueOf(PolarControl.answer(bytes).refusal())));
    ear.assertNothingToldOf(BODY);
  }

  @Test
  void packetsOfOpenSoundControlAndWhoSentThem() throws IOException, InterruptedException {
    byte[] whole = osc("/" + NAME + "/eeg", MARK);
    parse(
        HexFormat.of().formatHex(whole),
        bytes -> OscReader.read(ByteBuffer.wrap(bytes), message -> {}));
    parse(
        HexFormat.of().formatHex(osc("/" + NAME, MARK)).replace("2c6900", "2c6200"), // a blob
        bytes -> OscReader.read(ByteBuffer.wrap(bytes), message -> {}));
    Signal eeg = new Signal("eeg", SignalKind.EEG, List.of("1"), "µV", 256);
    InetSocketAddress port;
    try (DatagramChannel free = DatagramChannel.open().bind(FREE)) {
      port = (InetSocketAddress) free.getLocalAddress();
    }
    try (EchoRuntime runtime = EchoRuntime.create();
        BiometricSource source = LiveSources.osc(runtime, port, Map.of("/eeg", eeg));
        BiometricSession session = BiometricSession.of(source);
        DatagramChannel sender = DatagramChannel.open()) {
      for (byte[] bytes : variants(whole).subList(0, whole.length)) {
        sender.send(ByteBuffer.wrap(bytes), port);
      }
      String told = "";
      while (!told.contains("OSC packet of")) {
        session.poll(runtime.clock().nanos() + 3 * SECOND);
        told = source.state() + " " + session;
        ear.told().add(told);
        runtime.clock().sleepUntil(runtime.clock().nanos() + SECOND / 1000);
      }
    }
    ear.assertNothingToldOf(BODY);
  }

  private static byte[] osc(String address, int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String text : List.of(address, ",i")) {
      out.writeBytes(
          Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), text.length() + 4 & ~3));
    }
    out.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    return out.toByteArray();
  }

  private static byte[] frame() {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0xeb, 1, 0, 0})
        .putInt(1)
        .putLong(1_000_000)
        .putShort((short) 1)
        .put((byte) 1)
        .put((byte) 0)
        .putFloat(MARK)
        .array();
  }

  private static byte[] line(String key, String value) {
    String whole =
        "{\"v\":1,\"signal\":\"ecg\",\"t\":1000,\"unit\":\"mV\",\"samples\":[42424242.5],\"%s\":%s}";
    return whole.formatted(key, value).getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> phone() {
    List<byte[]> all = new ArrayList<>(variants(frame()));
    all.addAll(variants(line("name", "\"" + NAME + "\"")));
    all.add(line("n", "42424242.5"));
    all.add(line("clock", "\"" + NAME + "\""));
    all.add(line("off", "42424242"));
    all.add(line(NAME, "42424242"));
    all.add(line(NAME, NAME));
    all.add("{\"v\":1,\"signal\":\"Zyxomma\"}".getBytes(StandardCharsets.UTF_8));
    all.add(
        "{\"v\":1,\"signal\":0,\"t\":0,\"unit\":\"Zyxomma\",\"samples\":[42424242]}"
            .getBytes(StandardCharsets.UTF_8));
    return all;
  }

  @Test
  void messagesOfPhones() {
    try (EchoRuntime runtime = EchoRuntime.create();
        ByteBufferSource source = ByteBufferSource.of(SIGNALS, runtime.clock());
        BiometricSession session = BiometricSession.of(source)) {
      for (byte[] bytes : phone()) {
        source.accept(ByteBuffer.wrap(bytes));
        session.poll(runtime.clock().nanos() + 3 * SECOND);
        ear.told().add(source.state() + " " + source.stats() + " " + session);
      }
    }
    assertThat(ear.told())
        .anyMatch(line -> line.contains("frame of"))
        .anyMatch(line -> line.contains("line of"));
    ear.assertNothingToldOf(BODY);
  }

  @Test
  void messagesOfPhonesOverTheirSocket() throws Exception {
    try (EchoRuntime runtime = EchoRuntime.create();
        PhoneSource source = PhoneSource.listen(FREE, SIGNALS, runtime);
        BiometricSession session = BiometricSession.of(source)) {
      WebSocket phone =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + source.port() + "/" + NAME),
                  new WebSocket.Listener() {})
              .get();
      phone.sendText(new String(line("n", "42424242.5"), StandardCharsets.UTF_8), true).get();
      phone.sendText(NAME + " 42424242", true).get();
      String told = "";
      while (!told.contains("frame of 16 bytes")) {
        session.poll(runtime.clock().nanos() + 3 * SECOND);
        told = source.state() + " " + session;
        ear.told().add(told);
        runtime.clock().sleepUntil(runtime.clock().nanos() + SECOND / 1000);
      }
      phone.abort();
    }
    ear.assertNothingToldOf(
        BODY.stream().filter(each -> !each.equals(NAME)).toList()); // the test asks for that path
    assertThat(ear.told())
        .filteredOn(line -> line.contains(NAME))
        .allMatch(line -> line.contains("GET"));
  }
}
