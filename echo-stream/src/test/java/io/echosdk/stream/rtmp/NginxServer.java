package io.echosdk.stream.rtmp;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real nginx with libnginx-mod-rtmp on loopback, for one test; the test skips without it. */
public final class NginxServer implements AutoCloseable {

  private static final long START_LIMIT_NANOS = 10_000_000_000L;

  private final Process process;
  private final int port;

  private NginxServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it with everything it writes below a folder. */
  public static NginxServer start(Path directory) throws IOException {
    Path program = TestFiles.peer("echosdk.nginx", "/usr/sbin/nginx");
    Path module = TestFiles.peer("echosdk.nginx.rtmp", "/usr/lib/nginx/modules/ngx_rtmp_module.so");
    int port = freePort();
    Path config = directory.resolve("nginx.conf");
    Files.writeString(config, config(module, directory, port));
    Process process =
        new ProcessBuilder(program.toString(), "-p", directory.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("nginx.out").toFile())
            .start();
    NginxServer server = new NginxServer(process, port);
    try {
      server.awaitListening(directory);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static String config(Path module, Path directory, int port) {
    return """
        load_module %s;
        daemon off;
        master_process off;
        error_log %s/error.log info;
        pid %s/nginx.pid;
        events { worker_connections 64; }
        rtmp {
          server {
            listen 127.0.0.1:%d;
            chunk_size 4096;
            out_queue 8192;
            application live {
              live on;
              sync 10ms;
              interleave off;
              wait_key off;
              wait_video off;
            }
          }
        }
        """
        .formatted(module, directory, directory, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening(Path directory) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT_NANOS;
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException notYet) {
        LockSupport.parkNanos(10_000_000);
      }
    }
    throw new IOException(
        "nginx does not listen: " + Files.readString(directory.resolve("nginx.out")));
  }

  public int port() {
    return port;
  }

  /** Returns the process id, to stop and continue it. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
