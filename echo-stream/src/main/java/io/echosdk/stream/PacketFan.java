package io.echosdk.stream;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.StreamListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives every packet to every sink, one thread at a time as sinks demand. A sink that joins later
 * begins with the next keyframe. A sink that throws is reported, closed and left out from then on;
 * the others never notice.
 */
final class PacketFan implements PacketSink {

  private final EchoRuntime runtime;
  private final StreamListener listener;
  private final List<Outlet> outlets = new ArrayList<>(); // guarded by this
  private @Nullable StreamHeader header; // guarded by this
  private boolean closed; // guarded by this

  PacketFan(EchoRuntime runtime, StreamListener listener) {
    this.runtime = runtime;
    this.listener = listener;
  }

  /** One sink and whether it takes packets already, or waits for a keyframe. */
  private static final class Outlet {
    final PacketSink sink;
    boolean begun;

    Outlet(PacketSink sink, boolean begun) {
      this.sink = sink;
      this.begun = begun;
    }
  }

  synchronized void add(PacketSink sink) {
    if (closed) {
      throw new IllegalStateException("the broadcast is closed");
    }
    if (header != null) {
      sink.header(header);
    }
    outlets.add(new Outlet(sink, header == null));
  }

  void remove(PacketSink sink) {
    boolean found;
    synchronized (this) {
      found = outlets.removeIf(outlet -> outlet.sink == sink);
    }
    if (found) {
      sink.close();
    }
  }

  @Override
  public synchronized void header(StreamHeader value) {
    header = value;
    outlets.forEach(outlet -> outlet.sink.header(value));
  }

  @Override
  public synchronized void accept(EncodedPacket packet) {
    for (Outlet outlet : List.copyOf(outlets)) {
      outlet.begun |= packet.track() == EncodedPacket.Track.VIDEO && packet.keyframe();
      if (outlet.begun) {
        hand(packet, outlet);
      }
    }
  }

  private void hand(EncodedPacket packet, Outlet outlet) {
    try {
      outlet.sink.accept(packet);
    } catch (RuntimeException e) { // whatever a sink of somebody else's throws, the rest goes on
      outlets.remove(outlet);
      report(e);
      outlet.sink.close();
    }
  }

  private void report(RuntimeException e) {
    if (e instanceof StreamException trouble) {
      listener.onTrouble(trouble);
    } else {
      runtime.report("handing a packet to a sink", e);
    }
  }

  @Override
  public void close() {
    List<Outlet> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(outlets);
      outlets.clear();
    }
    last.forEach(outlet -> outlet.sink.close());
  }
}
