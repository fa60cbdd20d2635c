package io.echosdk.biometric.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML read forward in bounded memory: no document type is obeyed, no entity is fetched, and between
 * two tags there may not be more than a mebibyte.
 */
final class SafeXml implements AutoCloseable {

  private static final int MAX_BYTES_BETWEEN_TAGS = 1 << 20;

  private final Metered metered;
  private final XMLStreamReader reader;

  /** Counts bytes and stops where a tag does not end. */
  private static final class Metered extends FilterInputStream {
    private long bytes;
    private long limit = MAX_BYTES_BETWEEN_TAGS;

    Metered(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, Math.min(length, 1 << 14));
      count(read);
      return read;
    }

    private void count(int read) throws IOException {
      bytes += Math.max(0, read);
      if (bytes > limit) {
        throw new IOException("more than " + MAX_BYTES_BETWEEN_TAGS + " bytes between two tags");
      }
    }
  }

  SafeXml(InputStream in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    metered = new Metered(in);
    // decoded here, because the JDK's own decoder prints what it cannot read
    reader =
        orBroken(
            () ->
                factory.createXMLStreamReader(
                    new InputStreamReader(metered, StandardCharsets.UTF_8)));
  }

  /** Moves on; returns one of the constants of {@link XMLStreamReader}. */
  int next() throws XMLStreamException {
    metered.limit = metered.bytes + MAX_BYTES_BETWEEN_TAGS;
    return orBroken(reader::next);
  }

  /** A step of the JDK's parser. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws XMLStreamException;
  }

  /** The JDK's parser answers some broken documents with unchecked exceptions of its own. */
  private static <T> T orBroken(Step<T> step) throws XMLStreamException {
    try {
      return step.take();
    } catch (RuntimeException e) {
      throw new XMLStreamException("it is broken", e);
    }
  }

  XMLStreamReader at() {
    return reader;
  }

  /** Returns how many bytes were read from the file. */
  long bytes() {
    return metered.bytes;
  }

  @Override
  public void close() throws IOException {
    metered.close();
  }
}
