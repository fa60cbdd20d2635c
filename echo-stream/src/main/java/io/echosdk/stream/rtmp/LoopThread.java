package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.RoleThreads;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One event loop on one thread of the runtime, with an allocator of its own whose every byte goes
 * back to the system when its last user lets go.
 *
 * <p>A bare loop and not a group of one: a group keeps a thread of Netty's own alive for a second
 * after it ends.
 */
final class LoopThread implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final RoleThreads threads;
  private final SingleThreadIoEventLoop loop;

  LoopThread(EchoRuntime runtime, String role) {
    threads = runtime.threadFactory(role);
    loop = new SingleThreadIoEventLoop(null, threads, NioIoHandler.newFactory());
  }

  EventLoop loop() {
    return loop;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  /** Returns how many bytes outside the heap are in use. */
  long directBytes() {
    return allocator.metric().usedDirectMemory();
  }

  /** Ends the loop after the tasks it has, closing every channel; waits at most five seconds. */
  @Override
  public void close() {
    loop.shutdownGracefully(0, CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    threads.join(CLOSE_LIMIT);
  }
}
