package io.echosdk.server;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SimulatedSubject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can drive a programme: the simulated subject, one file that was named at start, and every
 * recording below the data folder.
 *
 * <p>A source is chosen by an id of the list and by nothing else, and links are not followed, so no
 * request can reach a file outside the folder. Safe for use from any thread.
 */
public final class Sources {

  /** The id of the simulated subject. */
  public static final String SIMULATED = "sim";

  private static final String GIVEN = "given";
  private static final String DEVICE = "device";
  private static final List<String> EXTENSIONS = List.of(".hea", ".csv", ".edf");
  private static final int MAX_DEPTH = 5;
  private static final int MAX_LISTED = 500;

  private final @Nullable Path folder;
  private final @Nullable Path given;
  private final @Nullable Device device;

  /**
   * A body that is measured now.
   *
   * @param label what a person calls it
   * @param opener connects to it, each time anew
   */
  public record Device(String label, Supplier<BiometricSource> opener) {

    /** Checks that nothing is missing. */
    public Device {
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(opener, "opener");
    }
  }

  /**
   * One of them.
   *
   * @param id what to choose it by
   * @param label what a person calls it
   * @param kind a simulation, a recording or a device
   */
  public record Source(String id, String label, Kind kind) {

    /** What a source is. */
    public enum Kind {
      /** A model of a body. */
      SIMULATED,
      /** A file. */
      RECORDING,
      /** A sensor. */
      DEVICE
    }

    /** Checks that nothing is missing. */
    public Source {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(kind, "kind");
    }
  }

  private Sources(@Nullable Path folder, @Nullable Path given, @Nullable Device device) {
    this.folder = folder;
    this.given = given;
    this.device = device;
  }

  /**
   * Creates the list.
   *
   * @param folder where recordings lie, or null if there is no such folder
   * @param given a recording that is offered wherever it lies, or null
   * @param device a device that is offered, or null
   */
  public static Sources of(@Nullable Path folder, @Nullable Path given, @Nullable Device device) {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new BiometricException(
          BiometricException.Kind.NOT_FOUND,
          "the data folder " + folder + " is not there",
          "name an existing folder");
    }
    return new Sources(folder, given, device);
  }

  /** Returns the id of what plays first: the device, else the given file, else the simulation. */
  public String first() {
    if (device != null) {
      return DEVICE;
    }
    return given == null ? SIMULATED : GIVEN;
  }

  /** Returns all sources, the simulation first; recordings by name, at most 500. */
  public List<Source> list() {
    List<Source> all = new ArrayList<>();
    all.add(new Source(SIMULATED, "Simulated subject", Source.Kind.SIMULATED));
    if (device != null) {
      all.add(new Source(DEVICE, device.label(), Source.Kind.DEVICE));
    }
    if (given != null) {
      all.add(new Source(GIVEN, label(given), Source.Kind.RECORDING));
    }
    recordings().keySet().forEach(id -> all.add(new Source(id, id, Source.Kind.RECORDING)));
    return List.copyOf(all);
  }

  /**
   * Finds one by its id.
   *
   * @throws NoSuchElementException if there is none
   */
  public Source find(String id) {
    return list().stream()
        .filter(source -> source.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("there is no source of that id"));
  }

  /**
   * Opens one by its id; the caller closes it.
   *
   * @throws NoSuchElementException if there is none
   * @throws BiometricException if it is a recording that cannot be read
   */
  public BiometricSource open(String id) {
    if (id.equals(SIMULATED)) {
      return SimulatedSubject.builder().build();
    }
    if (id.equals(DEVICE) && device != null) {
      return device.opener().get();
    }
    Path file = id.equals(GIVEN) ? given : recordings().get(id);
    if (file == null) {
      throw new NoSuchElementException("there is no source of that id");
    }
    return Recordings.open(file, ReplayOptions.recordedSpeed());
  }

  private SortedMap<String, Path> recordings() {
    SortedMap<String, Path> found = new TreeMap<>();
    if (folder == null) {
      return found;
    }
    try (Stream<Path> paths = Files.walk(folder, MAX_DEPTH)) {
      paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(Sources::isRecording)
          .sorted()
          .limit(MAX_LISTED)
          .forEach(path -> found.put(id(path), path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    return found;
  }

  private String id(Path path) {
    return Objects.requireNonNull(folder).relativize(path).toString().replace('\\', '/');
  }

  private static boolean isRecording(Path path) {
    String name = label(path).toLowerCase(Locale.ROOT);
    return EXTENSIONS.stream().anyMatch(name::endsWith);
  }

  private static String label(Path path) {
    return Objects.requireNonNull(path.getFileName(), "a recording has a name").toString();
  }
}
