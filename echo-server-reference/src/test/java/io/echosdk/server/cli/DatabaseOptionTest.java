package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.Secret;
import io.echosdk.api.sync.SyncException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Where {@code echo doc serve} keeps rooms, and how a database's password gets there. */
class DatabaseOptionTest {

  @TempDir private Path folder;

  /** What the command line says to arguments that are wrong. */
  private static String refusal(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine line = EchoCommand.line();
    line.setErr(new PrintWriter(said));
    line.setOut(new PrintWriter(said));
    String[] all = new String[arguments.length + 2];
    all[0] = "doc";
    all[1] = "serve";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    assertThat(line.execute(all)).isEqualTo(CommandLine.ExitCode.USAGE);
    return said.toString();
  }

  @Test
  void noPlaceForRoomsAndTwoPlacesAreWrongUse() {
    assertThat(refusal("--port", "0"))
        .contains("--dir")
        .contains("--database")
        .contains("--memory");
    assertThat(refusal("--dir", "rooms", "--database", "postgresql://db/rooms"))
        .contains("mutually exclusive")
        .contains("--dir")
        .contains("--database");
    assertThat(refusal("--database-password-file", "f")).contains("--database");
  }

  @Test
  void addressesAreThoseOfThePsqlToolOrOfTheDriver() {
    assertThat(DatabaseOption.parse("postgresql://al%40i@db:5433/rooms?sslmode=require"))
        .isEqualTo(
            new DatabaseOption.Address("jdbc:postgresql://db:5433/rooms?sslmode=require", "al@i"));
    assertThat(DatabaseOption.parse("jdbc:postgresql://db/rooms?user=a@b"))
        .isEqualTo(new DatabaseOption.Address("jdbc:postgresql://db/rooms?user=a@b", null));
    assertThat(DatabaseOption.parse("postgres://a,b:1/rooms").jdbcUrl())
        .isEqualTo("jdbc:postgresql://a,b:1/rooms");
  }

  @Test
  void anAddressWithThePasswordIsRefusedAndNotRepeated() {
    for (String url :
        List.of(
            "postgresql://ali:s3cret@db/rooms",
            "jdbc:postgresql://db/rooms?user=ali&password=s3cret",
            "postgresql://db/rooms?PassWord=s3cret",
            "mysql://ali:s3cret@db/rooms",
            "ali:s3cret@db")) {
      assertThat(refusal("--database", url))
          .contains("--database must")
          .doesNotContain("s3cret")
          .hasLineCount(1);
    }
  }

  @Test
  void thePasswordIsTheFirstLineOfTheFileOrElseThatOfTheEnvironment() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "p a s s\nnote\n");
    assertThat(DatabaseOption.password(file, "other")).isEqualTo(Secret.of("p a s s"));
    assertThat(DatabaseOption.password(null, "other")).isEqualTo(Secret.of("other"));
    assertThat(DatabaseOption.password(null, "")).isNull();
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    for (Path wrong : List.of(empty, folder.resolve("none"))) {
      assertThatThrownBy(() -> DatabaseOption.password(wrong, "other"))
          .isInstanceOf(SyncException.class)
          .hasMessageContaining(wrong.toString());
    }
  }
}
