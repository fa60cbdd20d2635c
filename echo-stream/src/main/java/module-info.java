/** Encode once, publish to many RTMP destinations, record. */
module io.echosdk.stream {
  requires transitive io.echosdk.api;
  requires static org.jspecify;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires org.slf4j;
  requires static org.bytedeco.ffmpeg;
  requires static org.bytedeco.javacpp;

  exports io.echosdk.stream;
  exports io.echosdk.stream.ingest;
}
