package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.HealthLog;
import io.echosdk.stream.RtmpFanOut;
import io.echosdk.stream.TestProgramme;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real server, nginx with its RTMP module, hands back is what was published. */
class NginxPeerTest {

  private final HealthLog log = new HealthLog();

  @Test
  void everyPacketComesBackFromNginxUnchanged(@TempDir Path directory) throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(6, 6_000, 30, 1);
    roundTrip(directory, sent);
  }

  @Test
  void extendedTimestampsComeBackFromNginxUnchanged(@TempDir Path directory) throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(3, 20_000, 30, 2, 0xFFFFF0 * 1_000_000L);
    roundTrip(directory, sent);
  }

  /** A player waits before the first packet, so that it must be handed every one. */
  private void roundTrip(Path directory, List<EncodedPacket> sent) throws Exception {
    try (NginxServer nginx = NginxServer.start(directory);
        EchoRuntime runtime = EchoRuntime.create();
        RtmpFanOut fanOut =
            RtmpFanOut.builder(runtime).listener(log).queue(Duration.ofSeconds(60)).build();
        RtmpPeer player = RtmpPeer.connect(nginx.port())) {
      fanOut.header(TestProgramme.header());
      fanOut.add(Destination.parse("n", "rtmp://127.0.0.1:" + nginx.port() + "/live/key"));
      log.await("n", State.LIVE, 1);
      player.play("live", "key");
      Command start = player.readCommand();
      while (!start.field(1, "code").equals("NetStream.Play.Start")) {
        start = player.readCommand();
      }
      sent.forEach(fanOut::accept);
      assertThat(media(player, sent.size())).isEqualTo(texts(sent));
    }
  }

  private static List<String> media(RtmpPeer player, int count) throws Exception {
    List<String> media = new ArrayList<>();
    while (media.size() < count) {
      try (Message message = player.read()) {
        ByteBuf body = message.body();
        boolean video = message.type() == Message.VIDEO && !FlvBody.videoConfig(body);
        boolean audio = message.type() == Message.AUDIO && !FlvBody.audioConfig(body);
        if (video || audio) {
          String kind = video ? FlvBody.keyframe(body) ? "K" : "V" : "A";
          body.skipBytes(video ? FlvBody.VIDEO_HEAD_BYTES : FlvBody.AUDIO_HEAD_BYTES);
          media.add(kind + message.timestampMs() + " " + body.nioBuffer().hashCode());
        }
      }
    }
    return media;
  }

  private static List<String> texts(List<EncodedPacket> packets) {
    return packets.stream()
        .map(
            packet -> {
              boolean video = packet.track() == EncodedPacket.Track.VIDEO;
              String kind = video ? packet.keyframe() ? "K" : "V" : "A";
              return kind
                  + packet.dtsNanos() / 1_000_000
                  + " "
                  + packet.payload().duplicate().hashCode();
            })
        .toList();
  }
}
