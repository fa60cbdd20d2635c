package io.echosdk.stream.rtmp;

import io.echosdk.api.Secret;
import io.echosdk.api.stream.StreamException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an ingest server: a publisher or a player (RTMP 1.0, 7.2). Runs on the event
 * loop.
 */
final class IngestSession extends RtmpConnection implements Outlet {

  private static final int STREAM_BEGIN = 0; // 7.1.7
  private static final int STREAM_EOF = 1;
  private static final int MAX_MESSAGE_STREAMS = 8;

  private final IngestLoop server;
  private final Channel channel;
  private @Nullable ChannelHandlerContext context;
  private @Nullable String app;
  private int messageStreams;
  private int mediaStream; // the message stream that publishes or plays
  private boolean asking;
  private @Nullable LiveStream published;
  private @Nullable Delivery playing;
  private @Nullable LiveStream played;
  private long bytesSeen;
  private long lastMovedNanos;
  private boolean pinged;

  IngestSession(IngestLoop server, Channel channel, long nowNanos) {
    super(false, server.limits());
    this.channel = channel;
    this.server = server;
    lastMovedNanos = nowNanos;
  }

  @Override
  void opened(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  void received(ChannelHandlerContext ctx, Message message) {
    switch (message.type()) {
      case Message.COMMAND_AMF0, Message.COMMAND_AMF3 -> called(ctx, Command.decode(message));
      default -> {
        if (published != null) {
          published.received(message);
        }
      }
    }
  }

  private void called(ChannelHandlerContext ctx, Command call) {
    switch (call.name()) {
      case "connect" -> connect(ctx, call);
      case "createStream" -> createStream(ctx, call);
      case "publish" -> publish(ctx, call);
      case "play" -> play(ctx, call);
      case "FCUnpublish", "deleteStream", "closeStream" -> stop();
      case "getStreamLength" -> result(ctx, call, 0.0);
      default -> {} // releaseStream, FCPublish, _checkbw: courtesies without an effect here
    }
    ctx.flush();
  }

  private void connect(ChannelHandlerContext ctx, Command call) {
    app = call.field(0, "app").replaceAll("^/+|/+$", "");
    announceChunkSize(ctx);
    sendNumber(ctx, Message.WINDOW_ACK_SIZE, ACKNOWLEDGE_BYTES);
    if (app.isEmpty()) {
      error(ctx, call, "NetConnection.Connect.InvalidApp", "no application named");
      return;
    }
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("fmsVer", "FMS/3,0,1,123"); // what clients compare with; the value means "plain"
    server.put("capabilities", 31);
    Map<String, Object> status =
        status("status", "NetConnection.Connect.Success", "Connection succeeded.");
    status.put("objectEncoding", 0);
    send(ctx, 0, new Command("_result", call.transaction(), List.of(server, status)));
  }

  private void createStream(ChannelHandlerContext ctx, Command call) {
    if (app == null || messageStreams >= MAX_MESSAGE_STREAMS) {
      error(ctx, call, "NetConnection.Call.Failed", "no stream can be created");
      return;
    }
    result(ctx, call, (double) ++messageStreams);
  }

  private void publish(ChannelHandlerContext ctx, Command call) {
    String key = call.text(1);
    mediaStream = Math.max(1, messageStreams);
    if (app == null || key.isEmpty() || asking || published != null || playing != null) {
      status(ctx, "error", "NetStream.Publish.BadName", "cannot publish");
      return;
    }
    asking = true;
    LiveStream.Name name = new LiveStream.Name(app, Secret.of(key));
    server.admit(name, allowed -> admitted(ctx, name, allowed));
  }

  private void admitted(ChannelHandlerContext ctx, LiveStream.Name name, boolean allowed) {
    asking = false;
    if (!ctx.channel().isActive()) {
      return;
    }
    LiveStream stream = allowed ? server.begin(name, this) : null;
    if (stream == null) {
      status(ctx, "error", "NetStream.Publish.BadName", "this stream is not accepted here");
    } else {
      published = stream;
      status(ctx, "status", "NetStream.Publish.Start", "Publishing.");
    }
    ctx.flush();
  }

  private void play(ChannelHandlerContext ctx, Command call) {
    String key = call.text(1);
    mediaStream = Math.max(1, messageStreams);
    if (app == null || key.isEmpty() || !server.playAllowed() || playing != null) {
      status(ctx, "error", "NetStream.Play.StreamNotFound", "nothing to play");
      return;
    }
    send(
        ctx,
        ChunkWriter.CONTROL,
        Message.USER_CONTROL,
        0,
        ctx.alloc().buffer(6).writeShort(STREAM_BEGIN).writeInt(mediaStream));
    status(ctx, "status", "NetStream.Play.Reset", "Playing and resetting.");
    status(ctx, "status", "NetStream.Play.Start", "Playing.");
    ctx.flush();
    LiveStream stream = server.stream(new LiveStream.Name(app, Secret.of(key)));
    played = stream;
    playing = new Delivery(stream, this, this::publisherLeft);
    stream.add(playing);
  }

  private void publisherLeft() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      status(ctx, "status", "NetStream.Play.UnpublishNotify", "The publisher has left.");
      send(
          ctx,
          ChunkWriter.CONTROL,
          Message.USER_CONTROL,
          0,
          ctx.alloc().buffer(6).writeShort(STREAM_EOF).writeInt(mediaStream));
      ctx.flush();
    }
  }

  private void stop() {
    if (published != null) {
      server.end(published);
      published = null;
    }
    if (playing != null && played != null) {
      played.remove(playing);
      server.forgetIfUnused(played);
      playing = null;
      played = null;
    }
  }

  /** Closes a connection that has been silent for too long; asks for a sign of life halfway. */
  void closeIfSilent(long nowNanos, long limitNanos) {
    if (bytesRead() != bytesSeen) {
      bytesSeen = bytesRead();
      lastMovedNanos = nowNanos;
      pinged = false;
    }
    long silent = nowNanos - lastMovedNanos;
    if (silent > limitNanos) {
      close();
    } else if (silent > limitNanos / 2 && !pinged && context != null) {
      pinged = true;
      ping(context);
    }
  }

  private void result(ChannelHandlerContext ctx, Command call, Object value) {
    send(ctx, 0, new Command("_result", call.transaction(), List.of(Amf0.Nothing.NULL, value)));
  }

  private void error(ChannelHandlerContext ctx, Command call, String code, String description) {
    send(
        ctx,
        0,
        new Command(
            "_error",
            call.transaction(),
            List.of(Amf0.Nothing.NULL, status("error", code, description))));
  }

  private void status(ChannelHandlerContext ctx, String level, String code, String description) {
    send(
        ctx,
        mediaStream,
        new Command("onStatus", 0, List.of(Amf0.Nothing.NULL, status(level, code, description))));
  }

  private static Map<String, Object> status(String level, String code, String description) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("level", level);
    status.put("code", code);
    status.put("description", description);
    return status;
  }

  @Override
  public boolean writable() {
    return context != null && context.channel().isWritable();
  }

  @Override
  public void write(WireImage image) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.write(image.bytesFor(mediaStream), ctx.voidPromise());
    }
  }

  @Override
  public void write(int type, long timestampMs, ByteBuf body) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      send(ctx, type, mediaStream, timestampMs, body);
    }
  }

  @Override
  public void flush() {
    if (context != null) {
      context.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    if (playing != null && ctx.channel().isWritable()) {
      playing.writable();
    }
    super.channelWritabilityChanged(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    stop();
    server.gone(this);
  }

  @Override
  void failed(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof StreamException) {
      server.refusedProtocol(cause);
    } else if (!(cause instanceof IOException)) { // a network that breaks is no news
      server.report(cause);
    }
  }

  void close() {
    channel.close();
  }
}
