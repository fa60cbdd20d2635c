package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SignalKind;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Finds the reader for a file: by its extension, else by what stands beside it. */
public final class RecordingFiles {

  private static final int MAX_LISTED = 32;

  private RecordingFiles() {}

  /**
   * Opens a recording from its beginning.
   *
   * @param file its extension tells the format
   * @param rateHz samples per second of columns of numbers; 0 if the file tells
   * @param kind what its channels are taken for, or null to go by their names
   * @param key the key of an encrypted recording, or null
   */
  public static RecordingReader open(
      Path file, double rateHz, @Nullable SignalKind kind, @Nullable SecretKey key) {
    if (!Files.exists(file)) {
      throw Unreadable.file(file, new NoSuchFileException(file.toString()));
    }
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    switch (extension) {
      case "hea":
        return wfdb(file);
      case "dat":
        Path header = file.resolveSibling(name.substring(0, name.length() - 3) + "hea");
        if (!Files.exists(header)) {
          throw new BiometricException(
              BiometricException.Kind.NOT_FOUND,
              "the header " + header + " of " + name + " is not there",
              "put it beside the .dat file");
        }
        return wfdb(header);
      case "edf", "bdf":
        return new EdfReader(file);
      case "xdf":
        return new XdfReader(file);
      case "echo":
        return new EchoReader(file, key);
      case "csv", "tsv", "txt":
        return new CsvReader(file, false, rateHz, kind);
      case "jsonl", "ndjson":
        return new CsvReader(file, true, rateHz, kind);
      case "xml":
        return new AppleHealthReader(file);
      default:
        throw Unreadable.unsupported(
            file,
            "its name does not end in a format that is known",
            "give a WFDB header (.hea), .edf, .bdf, .xdf, .echo, .csv, .txt, .jsonl or Apple Health's"
                + " export.xml");
    }
  }

  private static RecordingReader wfdb(Path file) {
    WfdbHeader header = WfdbHeader.read(file);
    return header.segments().isEmpty() ? new WfdbReader(header) : new WfdbSegments(header);
  }

  /**
   * Returns a reader of some of the channels.
   *
   * @param kind what they are taken for, or null to go by their names
   * @throws BiometricException if one is missing; it names the file's channels
   */
  public static RecordingReader choose(
      RecordingReader reader, Path file, List<Integer> indexes, @Nullable SignalKind kind) {
    for (int index : indexes) {
      if (index < 0 || index >= reader.channels().size()) {
        throw new BiometricException(
            BiometricException.Kind.NO_SUCH_CHANNEL,
            "recording "
                + file.getFileName()
                + " has channels "
                + list(reader.channels())
                + "; asked for "
                + index,
            "choose one of them");
      }
    }
    return indexes.isEmpty() && kind == null ? reader : new ChosenChannels(reader, indexes, kind);
  }

  private static String list(List<Channel> channels) {
    String shown =
        IntStream.range(0, Math.min(MAX_LISTED, channels.size()))
            .mapToObj(i -> i + " " + channels.get(i).name())
            .collect(Collectors.joining(", "));
    return channels.size() > MAX_LISTED ? shown + " and more" : shown;
  }
}
