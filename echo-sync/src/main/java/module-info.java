/** Shared documents, rooms and synchronised playback. */
module io.echosdk.sync {
  requires transitive io.echosdk.api;
  requires static org.jspecify;
  requires org.slf4j;
  requires static io.netty.buffer;
  requires static io.netty.codec;
  requires static io.netty.codec.http;
  requires static io.netty.common;
  requires static io.netty.transport;
  requires static io.netty.transport.classes.epoll;
  requires static lettuce.core;

  exports io.echosdk.sync;
  exports io.echosdk.sync.netty;
  exports io.echosdk.sync.redis;
  exports io.echosdk.sync.room;
  exports io.echosdk.sync.playback;
  exports io.echosdk.sync.simulation;
  exports io.echosdk.sync.value;
}
