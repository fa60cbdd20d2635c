/** Shared documents, rooms and synchronised playback. */
module io.echosdk.sync {
  requires transitive io.echosdk.api;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.echosdk.sync;
  exports io.echosdk.sync.value;
}
