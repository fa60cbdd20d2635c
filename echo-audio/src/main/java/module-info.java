/** Tone programmes that follow a body, and what they are made of. */
module io.echosdk.audio {
  requires transitive io.echosdk.api;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.echosdk.audio;
}
