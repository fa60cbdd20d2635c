package io.echosdk.stream.rtmp;

import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.StreamException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server: asks its consent, then carries images (RTMP 1.0, 7.2, with the
 * calls releaseStream, FCPublish and FCUnpublish that servers of the Flash era expect).
 *
 * <p>connect, then releaseStream, FCPublish and createStream at once, then publish; the session is
 * live when the server says NetStream.Publish.Start, not before. Runs on the event loop.
 */
final class PublishSession extends RtmpConnection implements Outlet {

  /** Hears how a session goes; called on the event loop. */
  interface Events {
    /** The server consented. */
    void live(PublishSession session);

    /** The socket can take more. */
    void writable(PublishSession session);

    /** The session is over; called once. */
    void over(PublishSession session, StreamException why);
  }

  private static final int CONNECT = 1; // transaction numbers
  private static final int RELEASE_STREAM = 2;
  private static final int FC_PUBLISH = 3;
  private static final int CREATE_STREAM = 4;
  private static final int PUBLISH = 5;
  private static final int FC_UNPUBLISH = 6;
  private static final int DELETE_STREAM = 7;

  /** What no retry heals: the server does not want this application, key or codec. */
  private static final Set<String> REFUSALS =
      Set.of(
          "NetConnection.Connect.Rejected",
          "NetConnection.Connect.InvalidApp",
          "NetStream.Publish.BadName",
          "NetStream.Publish.BadAuth",
          "NetStream.Publish.Denied",
          "NetStream.Publish.Rejected",
          "NetStream.Publish.Unauthorized");

  private final Destination destination;
  private final Events events;
  private @Nullable ChannelHandlerContext context;
  private int messageStream = WireImage.MESSAGE_STREAM;
  private boolean live;
  private boolean over;
  private boolean leaving;
  private long bytesHanded;

  PublishSession(Destination destination, Events events) {
    super(true, ChunkReader.Limits.DEFAULT);
    this.destination = destination;
    this.events = events;
  }

  @Override
  void opened(ChannelHandlerContext ctx) {
    context = ctx;
    announceChunkSize(ctx);
    sendNumber(ctx, Message.WINDOW_ACK_SIZE, ACKNOWLEDGE_BYTES);
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("app", application());
    description.put("type", "nonprivate");
    description.put("flashVer", "FMLE/3.0 (compatible; Echo)");
    description.put("tcUrl", destination.url().toString());
    send(ctx, 0, new Command("connect", CONNECT, List.of(description)));
    ctx.flush();
  }

  private String application() {
    String path = destination.url().getRawPath().substring(1);
    String query = destination.url().getRawQuery();
    return query == null ? path : path + "?" + query;
  }

  @Override
  void received(ChannelHandlerContext ctx, Message message) {
    if (message.type() == Message.COMMAND_AMF0 || message.type() == Message.COMMAND_AMF3) {
      answered(ctx, Command.decode(message));
    }
  }

  private void answered(ChannelHandlerContext ctx, Command answer) {
    switch (answer.name()) {
      case "_result" -> consented(ctx, answer);
      case "_error" -> {
        if (answer.transaction() == CONNECT || answer.transaction() == CREATE_STREAM) {
          refused(ctx, answer.field(1, "code"), answer.field(1, "description"));
        } // releaseStream and FCPublish are courtesies that a server need not know
      }
      case "onStatus" -> status(ctx, answer);
      default -> {} // onBWDone, onFCPublish and the like tell nothing we need
    }
  }

  private void consented(ChannelHandlerContext ctx, Command answer) {
    if (answer.transaction() == CONNECT) {
      String key = destination.key().reveal();
      send(ctx, 0, command("releaseStream", RELEASE_STREAM, key));
      send(ctx, 0, command("FCPublish", FC_PUBLISH, key));
      send(ctx, 0, command("createStream", CREATE_STREAM));
      ctx.flush();
    } else if (answer.transaction() == CREATE_STREAM) {
      messageStream = (int) answer.number(1, WireImage.MESSAGE_STREAM);
      String key = destination.key().reveal();
      send(ctx, messageStream, command("publish", PUBLISH, key, "live"));
      ctx.flush();
    }
  }

  private static Command command(String name, int transaction, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = Amf0.Nothing.NULL; // the command object
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Command(name, transaction, List.of(all));
  }

  private void status(ChannelHandlerContext ctx, Command status) {
    String code = status.field(1, "code");
    if (code.equals("NetStream.Publish.Start")) {
      if (!live) {
        live = true;
        events.live(this);
      }
    } else if (status.field(1, "level").equals("error") || REFUSALS.contains(code)) {
      refused(ctx, code, status.field(1, "description"));
    }
  }

  private void refused(ChannelHandlerContext ctx, String code, String description) {
    String said = hideKey(code + (description.isBlank() ? "" : " (" + description + ")"));
    boolean forGood = REFUSALS.contains(code);
    StreamException why =
        forGood
            ? new StreamException(
                StreamException.Kind.REFUSED,
                host() + " refused the stream: " + said,
                "check the application and the stream key, then add the destination again")
            : new StreamException(
                StreamException.Kind.UNREACHABLE,
                host() + " does not take the stream now: " + said,
                "it is tried again");
    end(why);
    ctx.close();
  }

  /** Servers like to repeat the key in their errors. */
  private String hideKey(String text) {
    return destination.key().isEmpty() ? text : text.replace(destination.key().reveal(), "****");
  }

  private String host() {
    return destination.url().getHost();
  }

  @Override
  public boolean writable() {
    return live && !leaving && context != null && context.channel().isWritable();
  }

  @Override
  public void write(WireImage image) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      bytesHanded += image.length();
      ctx.write(image.bytesFor(messageStream), ctx.voidPromise());
    }
  }

  @Override
  public void write(int type, long timestampMs, ByteBuf body) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ByteBuf prefix = ctx.alloc().buffer();
      if (type == Message.DATA_AMF0) {
        Amf0.encode(prefix, "@setDataFrame"); // asks the server to keep it for players
      }
      bytesHanded += send(ctx, type, messageStream, timestampMs, prefix, body);
      prefix.release();
    }
  }

  @Override
  public void flush() {
    if (context != null) {
      context.flush();
    }
  }

  /** Returns what has left this process for the socket. */
  long bytesSent() {
    return Math.max(0, bytesHanded - pendingBytes());
  }

  /** Returns what waits between us and the socket. */
  long pendingBytes() {
    Channel channel = context == null ? null : context.channel();
    if (channel == null || channel.unsafe().outboundBuffer() == null) {
      return 0;
    }
    return channel.unsafe().outboundBuffer().totalPendingWriteBytes();
  }

  /**
   * Says goodbye, lets the last bytes out and waits for the server to close. (Closing at once would
   * make the kernel discard what the server has not read, if an acknowledgement came meanwhile.)
   */
  void leave() {
    ChannelHandlerContext ctx = context;
    if (ctx == null || leaving) {
      return;
    }
    leaving = true;
    if (live) {
      send(ctx, 0, command("FCUnpublish", FC_UNPUBLISH, destination.key().reveal()));
      send(ctx, 0, command("deleteStream", DELETE_STREAM, (double) messageStream));
    }
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (ctx.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              } else {
                ctx.close();
              }
            });
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    if (ctx.channel().isWritable() && live) {
      events.writable(this);
    }
    super.channelWritabilityChanged(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    end(
        new StreamException(
            StreamException.Kind.UNREACHABLE,
            live
                ? host() + " closed the connection"
                : host() + " closed the connection before it accepted the stream",
            live
                ? "it is tried again; if that goes on, check the stream key"
                : "check the stream key; it is tried again"));
  }

  @Override
  void failed(ChannelHandlerContext ctx, Throwable cause) {
    end(
        cause instanceof StreamException known
            ? known
            : NetworkErrors.of(destination.url(), cause));
  }

  private void end(StreamException why) {
    if (!over) {
      over = true;
      live = false;
      events.over(this, why);
    }
  }
}
