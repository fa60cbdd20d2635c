package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real nginx with its RTMP module, on a free port of the loopback, for one test. */
final class Nginx implements AutoCloseable {

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it, or skips the test where it is not installed. */
  static Nginx start(Path folder) throws IOException, InterruptedException {
    Path program = TestFiles.peer("echosdk.nginx", "/usr/sbin/nginx");
    Path module = TestFiles.peer("echosdk.nginx.rtmp", "/usr/lib/nginx/modules/ngx_rtmp_module.so");
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            load_module %s;
            daemon off;
            master_process off;
            pid %s/nginx.pid;
            error_log %s/nginx.log;
            events {}
            rtmp {
              server {
                listen 127.0.0.1:%d;
                chunk_size 65536;
                application live { live on; wait_key on; }
              }
            }
            """
                .formatted(module, folder, folder, port));
    Process process =
        new ProcessBuilder(program.toString(), "-p", folder.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    Nginx nginx = new Nginx(process, port);
    nginx.awaitPort();
    return nginx;
  }

  private void awaitPort() throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    throw new IOException("nginx does not listen on " + port);
  }

  String url(String stream) {
    return "rtmp://127.0.0.1:" + port + "/live/" + stream;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("nginx ends").isTrue();
  }
}
