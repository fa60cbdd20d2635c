package io.echosdk.stream.record;

import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamHeader;
import java.nio.ByteBuffer;

/**
 * The head of a recorded file: what kind it is and what its two tracks hold, without any media
 * (ISO/IEC 14496-12, clause 8; 14496-14 and 14496-15 for the sample entries).
 *
 * <p>An edit list tells how much of the sound's beginning only primes the decoder. A {@code free}
 * box keeps the place of the {@code mehd} box that tells the whole length: it is filled in when the
 * file is complete.
 */
final class InitSegment {

  static final int VIDEO_TRACK = 1;
  static final int AUDIO_TRACK = 2;
  static final int VIDEO_TIMESCALE = 90_000;
  static final int MOVIE_TIMESCALE = 1_000;

  /** Bytes of the box whose place is kept: header, version, and a 64-bit duration. */
  static final int LENGTH_BOX_BYTES = 20;

  private static final int[] UNITY_MATRIX = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};
  private static final int LANGUAGE_UNDETERMINED = 0x55C4; // "und", three times five bits

  private final StreamHeader header;
  private final long primingFrames;
  private final BoxWriter out = new BoxWriter();
  private int lengthBoxAt;

  /**
   * Prepares a head.
   *
   * @param header what a decoder must know
   * @param primingFrames frames of sound at the beginning that are not to be heard
   */
  InitSegment(StreamHeader header, long primingFrames) {
    this.header = header;
    this.primingFrames = primingFrames;
    write();
  }

  /** Returns the bytes. */
  ByteBuffer bytes() {
    return out.toBuffer();
  }

  /** Returns where in the file the place for the length is kept. */
  int lengthBoxAt() {
    return lengthBoxAt;
  }

  /** Returns the box that tells the whole length. */
  static ByteBuffer lengthBox(long millis) {
    return new BoxWriter().begin("mehd", 1, 0).u64(millis).end().toBuffer();
  }

  private void write() {
    out.begin("ftyp").ascii("iso6").u32(0).ascii("iso6").ascii("avc1").ascii("mp41").end();
    out.begin("moov");
    movieHeader();
    videoTrack();
    audioTrack();
    out.begin("mvex");
    lengthBoxAt = out.size();
    out.begin("free").zeros(LENGTH_BOX_BYTES - 8).end();
    trackDefaults(VIDEO_TRACK);
    trackDefaults(AUDIO_TRACK);
    out.end();
    out.end();
  }

  private void movieHeader() {
    out.begin("mvhd", 0, 0).u32(0).u32(0).u32(MOVIE_TIMESCALE).u32(0);
    out.u32(0x10000).u16(0x100).zeros(10); // rate 1, volume 1
    matrix();
    out.zeros(24).u32(AUDIO_TRACK + 1L).end();
  }

  private void videoTrack() {
    Rendition rendition = header.rendition();
    out.begin("trak");
    trackHeader(VIDEO_TRACK, 0, rendition.width(), rendition.height());
    out.begin("mdia");
    mediaHeader(VIDEO_TIMESCALE, "vide", "Picture");
    out.begin("minf");
    out.begin("vmhd", 0, 1).zeros(8).end();
    dataHere();
    out.begin("stbl");
    out.begin("stsd", 0, 0).u32(1);
    out.begin("avc1").zeros(6).u16(1).zeros(16);
    out.u16(rendition.width()).u16(rendition.height());
    out.u32(0x480000).u32(0x480000).zeros(4).u16(1).zeros(32).u16(0x18).u16(0xFFFF);
    out.begin("avcC").raw(ByteBuffer.wrap(header.avcConfig())).end();
    out.begin("colr").ascii("nclx").u16(1).u16(1).u16(1).u8(0).end(); // BT.709, limited range
    out.begin("pasp").u32(1).u32(1).end();
    out.end().end();
    emptyTables();
    out.end().end().end().end();
  }

  private void audioTrack() {
    out.begin("trak");
    trackHeader(AUDIO_TRACK, 0x100, 0, 0);
    out.begin("edts");
    out.begin("elst", 0, 0).u32(1).u32(0).u32(primingFrames).u32(0x10000).end(); // 0: to the end
    out.end();
    out.begin("mdia");
    mediaHeader(header.sampleRateHz(), "soun", "Sound");
    out.begin("minf");
    out.begin("smhd", 0, 0).zeros(4).end();
    dataHere();
    out.begin("stbl");
    out.begin("stsd", 0, 0).u32(1);
    out.begin("mp4a").zeros(6).u16(1).zeros(8);
    out.u16(header.channels()).u16(16).zeros(4).u32((long) header.sampleRateHz() << 16);
    elementaryStream();
    out.end().end();
    emptyTables();
    out.end().end().end().end();
  }

  /** ES_Descriptor of MPEG-4 audio (ISO/IEC 14496-1, 7.2.6.5); every length fits one byte. */
  private void elementaryStream() {
    int config = header.aacConfig().length;
    long bitsPerSecond = header.rendition().audioKbps() * 1000L;
    out.begin("esds", 0, 0);
    out.u8(3).u8(3 + 2 + 13 + 2 + config + 3).u16(AUDIO_TRACK).u8(0);
    out.u8(4).u8(13 + 2 + config).u8(0x40).u8(0x15); // MPEG-4 audio, an audio stream
    out.u8(0).u16(0).u32(bitsPerSecond).u32(bitsPerSecond);
    out.u8(5).u8(config).raw(ByteBuffer.wrap(header.aacConfig()));
    out.u8(6).u8(1).u8(2);
    out.end();
  }

  private void trackHeader(int id, int volume, int width, int height) {
    out.begin("tkhd", 0, 3).u32(0).u32(0).u32(id).u32(0).u32(0).zeros(8); // enabled, in the movie
    out.u16(0).u16(0).u16(volume).u16(0);
    matrix();
    out.u32((long) width << 16).u32((long) height << 16).end();
  }

  private void mediaHeader(int timescale, String handler, String name) {
    out.begin("mdhd", 0, 0).u32(0).u32(0).u32(timescale).u32(0);
    out.u16(LANGUAGE_UNDETERMINED).u16(0).end();
    out.begin("hdlr", 0, 0).u32(0).ascii(handler).zeros(12).ascii(name).u8(0).end();
  }

  private void dataHere() {
    out.begin("dinf").begin("dref", 0, 0).u32(1).begin("url ", 0, 1).end().end().end();
  }

  private void emptyTables() {
    out.begin("stts", 0, 0).u32(0).end();
    out.begin("stsc", 0, 0).u32(0).end();
    out.begin("stsz", 0, 0).u32(0).u32(0).end();
    out.begin("stco", 0, 0).u32(0).end();
  }

  private void trackDefaults(int id) {
    out.begin("trex", 0, 0).u32(id).u32(1).zeros(12).end();
  }

  private void matrix() {
    for (int value : UNITY_MATRIX) {
      out.u32(value);
    }
  }
}
