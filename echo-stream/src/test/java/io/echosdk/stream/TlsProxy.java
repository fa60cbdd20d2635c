package io.echosdk.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;

/** Takes TLS connections and passes their bytes to a plain server on this machine. */
final class TlsProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final int target;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  TlsProxy(SSLContext identity, int target) throws IOException {
    this.target = target;
    listening =
        identity
            .getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    daemon(this::serve);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket("127.0.0.1", target);
        open.add(client);
        open.add(server);
        daemon(() -> copy(client, server));
        daemon(() -> copy(server, client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Copies until one side ends or the client does not like our certificate. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException over) {
      // either side has closed, which is how every connection ends
    }
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "tls-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
