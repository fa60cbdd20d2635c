package io.echosdk.samples;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.sync.netty.RoomHandlers;
import io.echosdk.sync.room.Access;
import io.echosdk.sync.room.RoomAuth;
import io.echosdk.sync.room.RoomLimits;
import io.echosdk.sync.room.Rooms;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.CompletableFuture;

/** Rooms among the handlers of a Netty server that was there before. */
public final class RoomsInYourPipeline {

  private RoomsInYourPipeline() {}

  /** Returns what fills the pipeline of every channel. */
  public static ChannelHandler initializer(
      EchoRuntime runtime, RoomStore store, EventLoopGroup loops) {
    // begin
    RoomAuth auth =
        (room, token) ->
            CompletableFuture.completedFuture(
                token.equals("open sesame")
                    ? new RoomAuth.Grant(Access.WRITE, "ali")
                    : new RoomAuth.Grant(Access.READ, "guest"));
    Rooms rooms =
        Rooms.builder(runtime).store(store).auth(auth).executor(room -> loops.next()).build();
    RoomHandlers handlers = new RoomHandlers(rooms, RoomLimits.DEFAULT.messageBytes());
    ChannelInitializer<Channel> initializer =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            handlers.install(channel.pipeline(), "/hocuspocus");
          }
        };
    // end
    return initializer;
  }
}
