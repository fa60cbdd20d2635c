package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import io.echosdk.stream.ingest.FlvSink;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Hands a stream to an FLV sink: the file header once, then a tag for each message. */
final class FlvOutlet implements Outlet {

  private final FlvSink sink;
  private final EchoRuntime runtime;
  private boolean begun;
  private boolean open = true; // the event loop's, as all here
  private boolean ended;

  FlvOutlet(FlvSink sink, EchoRuntime runtime) {
    this.sink = sink;
    this.runtime = runtime;
  }

  @Override
  public boolean writable() {
    return open && !ended;
  }

  @Override
  public void write(WireImage image) {
    give(ByteBuffer.wrap(image.flvTag()));
  }

  @Override
  public void write(int type, long timestampMs, ByteBuf body) {
    if (!begun) {
      begun = true;
      give(FlvTag.fileHeader());
    }
    byte[] copy = new byte[body.readableBytes()];
    body.getBytes(body.readerIndex(), copy);
    give(ByteBuffer.wrap(FlvTag.of(type, timestampMs, copy)));
  }

  private void give(ByteBuffer bytes) {
    if (ended) {
      return;
    }
    try {
      open &= sink.accept(bytes.asReadOnlyBuffer());
    } catch (RuntimeException error) { // a sink that breaks disturbs neither publisher nor others
      ended = true;
      runtime.report("handing FLV to a sink", error);
    }
  }

  @Override
  public void flush() {}

  /** The sink can take more. */
  void resume() {
    open = true;
  }

  /** Nothing comes any more; tells the sink. */
  void end() {
    if (!ended) {
      ended = true;
      sink.end();
    }
  }

  /** Nothing comes any more; the sink left by itself. */
  void leave() {
    ended = true;
  }
}
