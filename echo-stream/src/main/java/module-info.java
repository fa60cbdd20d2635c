/** Encode once, publish to many RTMP destinations, record. */
module io.echosdk.stream {
  requires transitive io.echosdk.api;
  requires static transitive org.jspecify;
  requires org.slf4j;
}
