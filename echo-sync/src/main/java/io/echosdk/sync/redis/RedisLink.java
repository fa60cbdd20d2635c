package io.echosdk.sync.redis;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.RoleThreads;
import io.echosdk.api.sync.SyncException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections to a Redis: one that hears, and subscribes again by itself when it comes back,
 * and one that publishes, and refuses while it is away, so that nothing piles up and nothing is
 * sent twice.
 */
final class RedisLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long MAX_UNSENT_BYTES = 8 << 20;
  private static final int MAX_WAITING_COMMANDS = 100_000;

  /** Hears Redis, on threads that must not wait. */
  interface Listener {
    void onMessage(byte[] channel, byte[] message);

    /** A channel is heard from now on, for the first time or again. */
    void onSubscribed(byte[] channel);

    /** Publishing works again after it did not. */
    void onPublishingAgain();
  }

  private final RoleThreads threads;
  private final ClientResources resources;
  private final RedisClient hearing;
  private final RedisClient speaking;
  private final StatefulRedisPubSubConnection<byte[], byte[]> heard;
  private final StatefulRedisConnection<byte[], byte[]> spoken;
  private final AtomicLong unsentBytes = new AtomicLong();
  private final Listener listener;
  private volatile boolean losing; // written by whoever publishes; until it works again
  private volatile boolean closed; // written by close()

  RedisLink(EchoRuntime runtime, String uri, Listener listener) {
    RedisURI address = RedisURI.create(uri);
    address.setTimeout(PATIENCE);
    this.listener = listener;
    threads = runtime.threadFactory("redis");
    resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .threadFactoryProvider(pool -> threads)
            .reconnectDelay(
                Delay.fullJitter(
                    Duration.ofMillis(50), Duration.ofSeconds(1), 50, TimeUnit.MILLISECONDS))
            .build();
    hearing = RedisClient.create(resources, address);
    speaking = RedisClient.create(resources, address);
    hearing.setOptions(options().requestQueueSize(MAX_WAITING_COMMANDS).build());
    speaking.setOptions(
        options()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true) // none is sent twice
            .build());
    try {
      heard = hearing.connectPubSub(ByteArrayCodec.INSTANCE);
      spoken = speaking.connect(ByteArrayCodec.INSTANCE);
    } catch (RedisException e) {
      close();
      throw new SyncException(
          SyncException.Kind.TRANSPORT_LOST,
          "cannot reach Redis at " + address.getHost() + ":" + address.getPort(),
          "start it there or name another",
          e);
    }
    heard.addListener(new Subscriptions());
    spoken.addListener(new States());
    LOG.info("joined Redis at {}:{}", address.getHost(), address.getPort());
  }

  private static ClientOptions.Builder options() {
    KeepAliveOptions keepAlive =
        KeepAliveOptions.builder()
            .enable()
            .idle(Duration.ofSeconds(10))
            .interval(Duration.ofSeconds(5))
            .count(3)
            .build();
    return ClientOptions.builder()
        .autoReconnect(true)
        .socketOptions(
            SocketOptions.builder().connectTimeout(PATIENCE).keepAlive(keepAlive).build());
  }

  void subscribe(byte[] channel) {
    heard.async().subscribe(channel);
  }

  void unsubscribe(byte[] channel) {
    heard.async().unsubscribe(channel);
  }

  /**
   * Publishes, or says that it could not.
   *
   * @param onLoss run on any thread if the message is lost
   */
  void publish(byte[] channel, byte[] message, Runnable onLoss) {
    if (unsentBytes.addAndGet(message.length) > MAX_UNSENT_BYTES) {
      unsentBytes.addAndGet(-message.length);
      lose(onLoss);
      return;
    }
    try {
      spoken
          .async()
          .publish(channel, message)
          .whenComplete(
              (receivers, failure) -> {
                long left = unsentBytes.addAndGet(-message.length);
                if (failure != null) {
                  lose(onLoss);
                } else if (losing && left < MAX_UNSENT_BYTES / 2) {
                  speakAgain();
                }
              });
    } catch (RedisException e) { // it refuses while it is away
      unsentBytes.addAndGet(-message.length);
      lose(onLoss);
    }
  }

  private void lose(Runnable onLoss) {
    onLoss.run();
    if (!losing && !closed) {
      losing = true;
      LOG.warn("messages to other nodes are lost until Redis takes them again");
    }
  }

  private void speakAgain() {
    if (losing && !closed) {
      losing = false;
      LOG.info("Redis takes messages again");
      listener.onPublishingAgain();
    }
  }

  @Override
  public void close() {
    closed = true;
    hearing.shutdown(Duration.ZERO, PATIENCE);
    speaking.shutdown(Duration.ZERO, PATIENCE);
    resources.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    threads.join(PATIENCE);
  }

  private final class Subscriptions extends RedisPubSubAdapter<byte[], byte[]> {
    @Override
    public void message(byte[] channel, byte[] message) {
      listener.onMessage(channel, message);
    }

    @Override
    public void subscribed(byte[] channel, long count) {
      listener.onSubscribed(channel);
    }
  }

  private final class States implements RedisConnectionStateListener {
    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
      speakAgain();
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      if (!closed) {
        LOG.warn("the connection to Redis is away; trying to bring it back");
      }
    }
  }
}
