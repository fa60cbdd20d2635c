/** Encode once, publish to many RTMP destinations, record. */
module io.echosdk.stream {
  requires transitive io.echosdk.api;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires static org.bytedeco.ffmpeg;
  requires static org.bytedeco.javacpp;

  exports io.echosdk.stream;
}
