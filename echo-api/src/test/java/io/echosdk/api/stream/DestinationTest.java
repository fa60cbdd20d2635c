package io.echosdk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.echosdk.api.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import org.junit.jupiter.api.Test;

class DestinationTest {

  @Test
  void pastedUrlIsSplitAtItsLastSlash() {
    Destination plain = Destination.parse("nginx", "rtmp://localhost:1935/live/mykey");
    assertThat(plain.url()).hasToString("rtmp://localhost:1935/live");
    assertThat(plain.key().reveal()).isEqualTo("mykey");
    Destination deep = Destination.parse("deep", "rtmps://host:443/app/instance/key-1_2");
    assertThat(deep.url()).hasToString("rtmps://host:443/app/instance");
    assertThat(deep.key().reveal()).isEqualTo("key-1_2");
  }

  @Test
  void queryBelongsToTheKeyEvenWithSlashesInIt() {
    Destination destination = Destination.parse("a", "rtmp://host/app/key?backup=1&path=/x/y");
    assertThat(destination.url()).hasToString("rtmp://host/app");
    assertThat(destination.key().reveal()).isEqualTo("key?backup=1&path=/x/y");
  }

  @Test
  void blanksAroundAPastedUrlAreIgnored() {
    assertThat(Destination.parse("a", "  rtmp://host/app/key\n").key().reveal()).isEqualTo("key");
  }

  @Test
  void schemeMayBeWrittenInCapitals() {
    assertThat(Destination.parse("a", "RTMPS://host/app/key").url().getScheme()).isEqualTo("RTMPS");
  }

  @Test
  void keyNeverStandsInAMessageOrInPrint() {
    String[] wrong = {
      "s3cret",
      "http://host/app/s3cret",
      "rtmp://host/s3cret",
      "rtmp:///app/s3cret",
      "rtmp://host//s3cret",
      "rtmp://ho st/app/s3cret",
      "rtmp://host/a[pp/s3cret",
      "rtmp://host:99999/app/s3cret",
      "rtmp://user:s3cret@host/app/key",
      "rtmp://host/app?token=s3cret",
      "//host/app/s3cret",
      "rtmp://s3cret",
    };
    for (String pasted : wrong) {
      Throwable error = catchThrowable(() -> Destination.parse("name", pasted));
      assertThat(error).as(pasted).isInstanceOf(IllegalArgumentException.class);
      StringWriter printed = new StringWriter();
      error.printStackTrace(new PrintWriter(printed, true));
      assertThat(printed.toString()).doesNotContain("s3cret");
    }
    assertThat(Destination.parse("n", "rtmp://host/app/s3cret").toString())
        .isEqualTo("Destination[name=n, url=rtmp://host/app, key=Secret[****]]");
  }

  @Test
  void missingKeyIsExplained() {
    assertThatThrownBy(() -> Destination.parse("a", "rtmp://host/app/"))
        .hasMessageContaining("rtmp://host[:port]/app/key");
  }

  @Test
  void urlNeedsAHostAndAnApplication() {
    for (String url : new String[] {"rtmp://host", "rtmp://host/", "rtmp:/app", "rtmp:app"}) {
      assertThatThrownBy(() -> new Destination("a", URI.create(url), Secret.of("k")))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("host and an application");
    }
  }
}
