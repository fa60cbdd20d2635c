package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.sync.SyncException;
import io.echosdk.server.store.PostgresRoomStore;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * {@code --database}: the PostgreSQL that keeps rooms. Its password comes from a file or from the
 * environment; an address that holds one is refused, because addresses are shown and logged.
 */
final class DatabaseOption {

  static final String VARIABLE = "ECHO_DATABASE_PASSWORD";

  private static final int CONNECTIONS = 8;
  private static final String JDBC = "jdbc:";

  @Option(
      names = "--database",
      paramLabel = "URL",
      required = true,
      description = {
        "Keep rooms in a PostgreSQL, such as postgresql://user@host:5432/name; nodes with the same"
            + " database and the same --redis serve the same rooms.",
        "The password is read from --database-password-file or from " + VARIABLE + "."
      })
  private String url = "";

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "A file with the database's password in its first line")
  private @Nullable Path passwordFile;

  /**
   * Where the database is.
   *
   * @param jdbcUrl without user and password
   * @param user null for the driver's choice
   */
  record Address(String jdbcUrl, @Nullable String user) {}

  /**
   * Connects to it.
   *
   * @param environment the value of {@link #VARIABLE}, or null
   * @throws IllegalArgumentException if the address is none, or holds a password
   * @throws SyncException if the password cannot be read or the database not be reached
   */
  PostgresRoomStore open(EchoRuntime runtime, @Nullable String environment) {
    Address address = parse(url);
    Secret password = password(passwordFile, environment);
    return PostgresRoomStore.connect(runtime, address.jdbcUrl, address.user, password, CONNECTIONS);
  }

  /** Reads {@code postgresql://user@host:port/name?parameter=value}, with or without jdbc:. */
  static Address parse(String url) {
    String plain = url.startsWith(JDBC) ? url.substring(JDBC.length()) : url;
    int scheme = plain.indexOf("://");
    String name = scheme < 0 ? "" : plain.substring(0, scheme);
    if (!name.equals("postgresql") && !name.equals("postgres")) {
      throw new IllegalArgumentException(
          "--database must be like postgresql://user@host:5432/name"); // not shown: may hold
      // secrets
    }
    String rest = plain.substring(scheme + 3);
    int slash = rest.indexOf('/');
    int at = rest.lastIndexOf('@', slash < 0 ? rest.length() : slash);
    String user = at < 0 ? null : rest.substring(0, at);
    if (user != null && user.indexOf(':') >= 0 || namesPassword(rest)) {
      throw new IllegalArgumentException(
          "--database must not hold the password: put it into "
              + VARIABLE
              + " or a --database-password-file");
    }
    String decoded = user == null ? null : URLDecoder.decode(user, StandardCharsets.UTF_8);
    return new Address("jdbc:postgresql://" + rest.substring(at + 1), decoded);
  }

  private static boolean namesPassword(String rest) {
    int query = rest.indexOf('?');
    return query >= 0
        && ("&" + rest.substring(query + 1))
            .toLowerCase(Locale.ROOT)
            .matches(".*&(ssl)?password=.*");
  }

  /** Returns the password; that of the file if there is one; null if there is none. */
  static @Nullable Secret password(@Nullable Path file, @Nullable String environment) {
    if (file == null) {
      return environment == null || environment.isEmpty() ? null : Secret.of(environment);
    }
    try {
      String first = Files.readString(file).lines().findFirst().orElse("");
      if (!first.isEmpty()) {
        return Secret.of(first);
      }
    } catch (IOException e) {
      throw noPassword(file, "cannot be read", e);
    }
    throw noPassword(file, "is empty", null);
  }

  private static SyncException noPassword(Path file, String problem, @Nullable IOException cause) {
    return new SyncException(
        SyncException.Kind.STORE_FAILED,
        "the file of the database's password " + file + " " + problem,
        "write the password into its first line and check who may read it",
        cause);
  }
}
