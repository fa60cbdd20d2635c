package io.echosdk.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.api.sync.SyncException;
import io.echosdk.testing.RoomStoreContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * On a PostgreSQL of the test's own, with fsync on. Where this process is root, the database runs
 * in a user namespace in which it is not, because it refuses root.
 */
class PostgresRoomStoreTest extends RoomStoreContract {

  private static EmbeddedPostgres postgres;

  private final EchoRuntime runtime = EchoRuntime.create();

  @BeforeAll
  static void startDatabase() throws IOException {
    try {
      postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .start();
    } catch (IOException | IllegalStateException e) {
      System.err.println("SKIPPED: PostgreSQL does not start on this machine: " + e);
      assumeTrue(false, "PostgreSQL does not start on this machine");
    }
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void forgetEverything() throws Exception {
    execute("truncate echo_room cascade");
  }

  @Override
  protected RoomStore open() {
    return PostgresRoomStore.connect(runtime, postgres.getJdbcUrl("postgres", "postgres"), 4);
  }

  @Override
  protected boolean outlives() {
    return true;
  }

  @AfterEach
  void closeRuntime() {
    store.close();
    runtime.close();
  }

  private static void execute(String sql) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void databaseForcesItsLogToTheDisk() throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select current_setting('fsync'), current_setting('synchronous_commit')")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("on");
      assertThat(row.getString(2)).isEqualTo("on");
    }
  }

  @Test
  void twoNodesWriteOneRoomAndReadTheSameOrder() {
    try (RoomStore other = open()) {
      for (int n = 0; n < 50; n++) {
        append("a", bytes(n));
        await(other.append("a", bytes(100 + n)));
      }
      assertThat(await(other.read("a", 0)).updates())
          .extracting(StoredUpdate::sequence)
          .isEqualTo(updates("a", 0).stream().map(StoredUpdate::sequence).toList())
          .hasSize(100);
    }
  }

  @Test
  void storeLivesOnAfterTheDatabaseCutItsConnections() throws Exception {
    append("a", bytes(1));
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
    int refused = 0;
    while (refused < 10) {
      try {
        append("a", bytes(2));
        break;
      } catch (SyncException e) {
        assertThat(e.kind()).isEqualTo(SyncException.Kind.STORE_FAILED);
        refused++;
      }
    }
    assertThat(contents("a")).contains(bytes(1), bytes(2));
  }

  @Test
  void thePasswordLetsInAndAWrongOneIsATypedErrorThatDoesNotShowIt() throws Exception {
    askForThePasswordOf("ali");
    String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    append("a", bytes(1));
    try (RoomStore other =
        PostgresRoomStore.connect(runtime, url, "ali", Secret.of("open sesame"), 2)) {
      assertThat(await(other.read("a", 0)).updates()).hasSize(1);
    }
    for (Secret wrong : new Secret[] {Secret.of("s3cret"), null}) {
      assertThatThrownBy(() -> PostgresRoomStore.connect(runtime, url, "ali", wrong, 2))
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("does not let this user in")
          .satisfies(error -> assertThat(allOf(error)).doesNotContain("s3cret"));
    }
  }

  private static String allOf(Throwable error) {
    StringWriter all = new StringWriter();
    error.printStackTrace(new PrintWriter(all));
    return all.toString();
  }

  private static void askForThePasswordOf(String user) throws Exception {
    execute("create role " + user + " superuser login password 'open sesame'");
    String file;
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show hba_file")) {
      row.next();
      file = row.getString(1);
    }
    Path rules = Path.of(file);
    Files.writeString(rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
    execute("select pg_reload_conf()");
  }

  @Test
  void databaseThatIsNotThereIsATypedError() {
    assertThatThrownBy(
            () ->
                PostgresRoomStore.connect(
                    runtime, "jdbc:postgresql://127.0.0.1:1/none?user=u&password=hidden", 1))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("the database cannot be reached")
        .hasMessageNotContaining("hidden");
  }
}
