package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.stream.StreamException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** RTMP 1.0, 5.2. */
class HandshakeConformanceTest {

  private final ByteBuf toServer = Unpooled.buffer();
  private final ByteBuf toClient = Unpooled.buffer();
  private final Handshake client = Handshake.client(new SplittableRandom(1), toServer);
  private final Handshake server = Handshake.server(new SplittableRandom(2));

  @Test
  void clause521BothSidesFinishAndEchoEachOther() {
    assertThat(server.advance(toServer, toClient)).isFalse();
    assertThat(toClient.readableBytes()).isEqualTo(1 + 1536 + 1536); // S0, S1, S2 at once
    assertThat(client.advance(toClient, toServer)).isTrue();
    assertThat(server.advance(toServer, toClient)).isTrue();
    assertThat(client.echoed()).isTrue();
    assertThat(server.echoed()).isTrue();
  }

  @Test
  void clause522VersionMustBeThree() {
    toServer.setByte(0, 6);
    assertThatThrownBy(() -> server.advance(toServer, toClient))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("handshake version 6 instead of 3");
  }

  @Test
  void clause523C1IsTimeZeroAndRandom() {
    assertThat(toServer.readableBytes()).isEqualTo(1537);
    assertThat(toServer.getLong(1)).isZero();
    assertThat(toServer.getLong(9)).isNotZero();
  }

  @Test
  void clause524AnEchoThatDiffersIsNotedAndNotRefused() {
    server.advance(toServer, toClient);
    int inS2 = 1 + 1536 + 100;
    toClient.setByte(inS2, toClient.getByte(inS2) ^ 1);
    assertThat(client.advance(toClient, toServer)).isTrue();
    assertThat(client.echoed()).isFalse();
  }

  @Test
  void bytesMayComeOneByOneAndWhatFollowsIsLeft() {
    ByteBuf in = Unpooled.buffer();
    server.advance(toServer, toClient);
    toClient.writeByte(0x42); // the first byte of the chunk stream
    boolean done = false;
    while (!done) {
      in.writeByte(toClient.readByte());
      done = client.advance(in, toServer);
    }
    assertThat(toClient.readableBytes()).isEqualTo(1);
    assertThat(in.isReadable()).isFalse();
  }
}
