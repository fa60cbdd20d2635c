package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** rtmps: who the server is is always checked, and nothing is said to one who is somebody else. */
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final EchoRuntime runtime = EchoRuntime.create();
  private final HealthLog log = new HealthLog();
  private final Arrivals arrivals = new Arrivals();

  @AfterEach
  void closeRuntime() {
    runtime.close();
    assertThat(runtime.liveThreads()).isEmpty();
  }

  @Test
  void aTrustedServerIsPublishedToAndAnUnknownOneIsNot(@TempDir Path directory) throws Exception {
    SSLContext identity = selfSigned(directory, "ip:127.0.0.1");
    List<EncodedPacket> sent = TestProgramme.packets(2, 4_000, 30, 1);
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        TlsProxy proxy = new TlsProxy(identity, server.port());
        RtmpFanOut trusting = fanOut(identity);
        RtmpFanOut usual = RtmpFanOut.builder(runtime).listener(log).build()) {
      trusting.header(TestProgramme.header());
      trusting.add(destination("trusted", proxy));
      usual.add(destination("unknown", proxy));
      log.await("trusted", State.LIVE, 1);
      sent.forEach(trusting::accept);
      assertThat(arrivals.awaitPackets(sent.size()).stream().map(p -> p.payload().hashCode()))
          .isEqualTo(sent.stream().map(p -> p.payload().hashCode()).toList());
      assertThat(log.await("unknown", State.BACKOFF, 1).detail())
          .contains("cannot verify 127.0.0.1 over TLS")
          .doesNotContain("topsecret");
      assertThat(arrivals.asked()).isEqualTo(1);
    }
  }

  @Test
  void aTrustedCertificateOfAnotherHostIsNotEnough(@TempDir Path directory) throws Exception {
    SSLContext identity = selfSigned(directory, "dns:elsewhere.example");
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        TlsProxy proxy = new TlsProxy(identity, server.port());
        RtmpFanOut trusting = fanOut(identity)) {
      trusting.add(destination("d", proxy));
      assertThat(log.await("d", State.BACKOFF, 1).detail()).contains("cannot verify 127.0.0.1");
      assertThat(arrivals.asked()).isZero();
    }
  }

  private RtmpFanOut fanOut(SSLContext trust) {
    return RtmpFanOut.builder(runtime)
        .listener(log)
        .tls(trust)
        .queue(Duration.ofSeconds(60))
        .build();
  }

  private static Destination destination(String name, TlsProxy proxy) {
    return Destination.parse(name, "rtmps://127.0.0.1:" + proxy.port() + "/live/topsecret");
  }

  /** Makes a key and a certificate with the JDK's keytool; the context presents and trusts it. */
  private static SSLContext selfSigned(Path directory, String subject) throws Exception {
    Path store = directory.resolve("identity.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "test",
                "-dname",
                "CN=test",
                "-ext",
                "SAN=" + subject,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("test", keys.getCertificate("test"));
    KeyManagerFactory identity = KeyManagerFactory.getInstance("PKIX");
    identity.init(keys, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
