package io.echosdk.stream.rtmp;

import io.echosdk.api.Secret;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.stream.ingest.IngestStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stream of an ingest server: what its publisher said last, and who receives it. Exists while
 * there is a publisher or a receiver. Runs on the event loop.
 */
final class LiveStream {

  /** What tells streams apart. */
  record Name(String app, Secret key) {}

  private static final long WRAP_MS = 1L << 32;

  private final Name name;
  private final ByteBufAllocator allocator;
  private final IngestListener listener;
  private final Programme programme = new Programme();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final RateMeter rate = new RateMeter();
  private final FrameRate frameRate = new FrameRate();
  private @Nullable Object publisher;
  private long id;
  private Instant since = Instant.EPOCH;
  private long bytes;
  private long videoPackets;
  private long audioPackets;
  private long newestMs;
  private String videoCodec = "";
  private String audioCodec = "";
  private PictureSize size = PictureSize.UNKNOWN;

  LiveStream(Name name, ByteBufAllocator allocator, IngestListener listener) {
    this.name = name;
    this.allocator = allocator;
    this.listener = listener;
  }

  Name name() {
    return name;
  }

  boolean live() {
    return publisher != null;
  }

  boolean unused() {
    return publisher == null && deliveries.isEmpty();
  }

  /** Lets a publisher in; there must be none. */
  void begin(Object newPublisher, long newId, Instant now) {
    publisher = newPublisher;
    id = newId;
    since = now;
    listener.onStarted(snapshot());
  }

  /** The publisher has left. */
  void end() {
    if (publisher == null) {
      return;
    }
    IngestStream last = snapshot();
    publisher = null;
    programme.cache().clear();
    programme.introduction(Introduction.NONE);
    frameRate.clear();
    bytes = 0;
    videoPackets = 0;
    audioPackets = 0;
    newestMs = 0;
    videoCodec = "";
    audioCodec = "";
    size = PictureSize.UNKNOWN;
    List.copyOf(deliveries).forEach(Delivery::ended);
    listener.onEnded(last);
  }

  /** Takes a message of the publisher, which stays the caller's. */
  void received(Message message) {
    bytes += message.body().readableBytes();
    switch (message.type()) {
      case Message.VIDEO -> video(message);
      case Message.AUDIO -> audio(message);
      case Message.DATA_AMF0 -> metadata(message.body());
      default -> {} // nothing else belongs to a stream
    }
  }

  private void video(Message message) {
    ByteBuf body = message.body();
    if (!body.isReadable()) {
      return;
    }
    videoCodec = FlvBody.videoCodec(body);
    if (FlvBody.videoConfig(body)) {
      Introduction known = programme.introduction();
      if (!body.equals(known.video())) {
        introduce(known.withVideo(body), Message.VIDEO, known.video(), body);
        size = PictureSize.ofConfig(body, size);
      }
      return;
    }
    videoPackets++;
    long timestampMs = unwrap(message.timestampMs());
    frameRate.add(timestampMs);
    boolean keyframe = FlvBody.keyframe(body);
    pass(EncodedPacket.Track.VIDEO, timestampMs, keyframe, body);
    if (FlvBody.avc(body)) {
      long compositionMs = FlvBody.compositionMs(body);
      tell(
          EncodedPacket.Track.VIDEO,
          timestampMs + compositionMs,
          timestampMs,
          keyframe,
          body,
          FlvBody.VIDEO_HEAD_BYTES);
    }
  }

  private void audio(Message message) {
    ByteBuf body = message.body();
    if (!body.isReadable()) {
      return;
    }
    audioCodec = FlvBody.audioCodec(body);
    if (FlvBody.audioConfig(body)) {
      Introduction known = programme.introduction();
      if (!body.equals(known.audio())) {
        introduce(known.withAudio(body), Message.AUDIO, known.audio(), body);
      }
      return;
    }
    audioPackets++;
    long timestampMs = unwrap(message.timestampMs());
    pass(EncodedPacket.Track.AUDIO, timestampMs, false, body);
    if (FlvBody.aac(body)) {
      tell(
          EncodedPacket.Track.AUDIO,
          timestampMs,
          timestampMs,
          true,
          body,
          FlvBody.AUDIO_HEAD_BYTES);
    }
  }

  /** The 32 bits of a timestamp wrap after 49 days; ours go on. */
  private long unwrap(long timestampMs) {
    long step = (timestampMs - newestMs) & (WRAP_MS - 1);
    if (step > WRAP_MS / 2) {
      step -= WRAP_MS;
    }
    long unwrapped = newestMs + step;
    newestMs = Math.max(newestMs, unwrapped);
    return unwrapped;
  }

  private void pass(EncodedPacket.Track track, long timestampMs, boolean keyframe, ByteBuf body) {
    WireImage image = WireImage.of(track, timestampMs, keyframe, allocator, body.nioBuffer());
    programme.cache().add(image);
    for (Delivery delivery : deliveries) {
      delivery.offer(image);
    }
    image.release();
  }

  private void tell(
      EncodedPacket.Track track,
      long ptsMs,
      long dtsMs,
      boolean keyframe,
      ByteBuf body,
      int headBytes) {
    byte[] payload = new byte[body.readableBytes() - headBytes];
    body.getBytes(body.readerIndex() + headBytes, payload);
    listener.onPacket(
        id,
        new EncodedPacket(
            track, ptsMs * 1_000_000L, dtsMs * 1_000_000L, keyframe, ByteBuffer.wrap(payload), 0));
  }

  private void metadata(ByteBuf body) {
    ByteBuf whole = body.duplicate();
    List<Object> values = Amf0.decodeAll(body.duplicate());
    if (!values.isEmpty() && values.get(0).equals("@setDataFrame")) {
      values = values.subList(1, values.size());
      whole = allocator.buffer();
      Amf0.encode(whole, values.toArray());
    } else {
      whole.retain();
    }
    if (!values.isEmpty() && values.get(0).equals("onMetaData")) {
      Introduction known = programme.introduction();
      introduce(known.withMetadata(whole), Message.DATA_AMF0, known.metadata(), whole);
      if (values.size() > 1) {
        size = PictureSize.ofMetadata(entries(values.get(1)), size);
      }
    }
    whole.release();
  }

  private static Map<?, ?> entries(Object value) {
    if (value instanceof Amf0.EcmaArray array) {
      return array.entries();
    }
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /**
   * Passes on what receivers must know. What is new to them is sent at once; a decoder whose
   * configuration changes begins anew at the next keyframe.
   */
  private void introduce(Introduction introduction, int type, ByteBuf old, ByteBuf body) {
    programme.introduction(introduction);
    if (videoPackets + audioPackets == 0) {
      return; // nobody has been told anything yet
    }
    if (type == Message.DATA_AMF0 || !old.isReadable()) {
      deliveries.forEach(delivery -> delivery.add(type, newestMs, body));
    } else {
      programme.cache().clear();
      deliveries.forEach(Delivery::reintroduce);
    }
  }

  /** Begins to deliver. */
  void add(Delivery delivery) {
    deliveries.add(delivery);
    if (live() && videoPackets + audioPackets > 0) {
      delivery.welcome();
    }
  }

  /** Delivers no more; lets go of what waits. */
  void remove(Delivery delivery) {
    deliveries.remove(delivery);
    delivery.clear();
  }

  Programme programme() {
    return programme;
  }

  /** Updates the figures. */
  void tick(long nowNanos) {
    rate.add(nowNanos, bytes);
  }

  IngestStream snapshot() {
    return new IngestStream(
        id,
        name.app(),
        name.key(),
        videoCodec,
        audioCodec,
        size.width(),
        size.height(),
        frameRate.hz(),
        rate.kbps(),
        videoPackets,
        audioPackets,
        since);
  }
}
