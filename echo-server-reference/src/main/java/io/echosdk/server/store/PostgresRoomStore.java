package io.echosdk.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.sync.RoomCatalog;
import io.echosdk.api.sync.RoomName;
import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/**
 * Keeps rooms in PostgreSQL, where several nodes can read and write the same room. An append is
 * acknowledged when its transaction is committed, so it is as safe as the database's {@code
 * synchronous_commit} and {@code fsync} make it.
 *
 * <p>Whoever writes to a room holds its row until the commit and takes numbers from the one
 * sequence of the database while holding it; so numbers become visible in their order, and a reader
 * that goes on from the last one it saw misses none. Appends that wait while a transaction is under
 * way go into the next one together.
 */
public final class PostgresRoomStore implements RoomStore, RoomCatalog {

  private static final long WAITING_BYTES = 64 << 20;

  private final EchoRuntime runtime;
  private final DataSource database;
  private final @Nullable HikariDataSource own;
  private final PostgresAppends appends;
  private volatile boolean closed; // written by close(), read by any

  private PostgresRoomStore(
      EchoRuntime runtime, DataSource database, @Nullable HikariDataSource own) {
    this.runtime = runtime;
    this.database = database;
    this.own = own;
    this.appends = new PostgresAppends(runtime, database, WAITING_BYTES);
  }

  /**
   * Connects to a database and makes the tables that are not there yet.
   *
   * @param runtime lends the threads
   * @param url {@code jdbc:postgresql://host:port/database?user=...}
   * @param connections how many connections to keep at most
   * @throws SyncException if the database cannot be reached or refuses
   */
  public static PostgresRoomStore connect(EchoRuntime runtime, String url, int connections) {
    return connect(runtime, url, null, null, connections);
  }

  /**
   * Connects to a database as somebody and makes the tables that are not there yet.
   *
   * @param runtime lends the threads
   * @param url {@code jdbc:postgresql://host:port/database}
   * @param user null for whom the URL or the driver names
   * @param password shown to the database alone; null if it asks for none
   * @param connections how many connections to keep at most
   * @throws SyncException if the database cannot be reached or refuses
   */
  public static PostgresRoomStore connect(
      EchoRuntime runtime,
      String url,
      @Nullable String user,
      @Nullable Secret password,
      int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    if (user != null) {
      config.setUsername(user);
    }
    if (password != null) {
      config.setPassword(password.reveal());
    }
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1); // the first statement says what is wrong
    config.setPoolName("echo-rooms");
    config.setThreadFactory(runtime.threadFactory("database"));
    HikariDataSource pool = new HikariDataSource(config);
    try {
      return open(runtime, pool, pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * Uses a database of the embedder's, who keeps the ownership, and makes the tables that are not
   * there yet.
   *
   * @throws SyncException if the database cannot be reached or refuses
   */
  public static PostgresRoomStore over(EchoRuntime runtime, DataSource database) {
    return open(runtime, database, null);
  }

  private static PostgresRoomStore open(
      EchoRuntime runtime, DataSource database, @Nullable HikariDataSource own) {
    try (Connection connection = database.getConnection()) {
      PostgresRooms.createTables(connection);
      return new PostgresRoomStore(runtime, database, own);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public CompletionStage<Long> append(String room, byte[] update) {
    RoomName.check(room);
    return closed ? CompletableFuture.failedFuture(closed()) : appends.add(room, update);
  }

  @Override
  public CompletionStage<RoomPage> read(String room, long after) {
    RoomName.check(room);
    return later(connection -> PostgresRooms.page(connection, room, after));
  }

  @Override
  public CompletionStage<RoomOutline> outline(String room) {
    RoomName.check(room);
    return later(connection -> PostgresRooms.outline(connection, room));
  }

  @Override
  public CompletionStage<Void> compact(String room, RoomSnapshot snapshot) {
    RoomName.check(room);
    return later(
        connection -> {
          PostgresRooms.compact(connection, room, snapshot);
          return null;
        });
  }

  @Override
  public CompletionStage<List<String>> rooms(String after, int limit) {
    return later(connection -> PostgresRooms.rooms(connection, after, limit));
  }

  @Override
  public CompletionStage<Void> delete(String room) {
    RoomName.check(room);
    return closed
        ? CompletableFuture.failedFuture(closed())
        : appends.delete(room).thenApply(sequence -> null);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      appends.close();
      if (own != null) {
        own.close();
      }
    }
  }

  /** Something done in one transaction. */
  interface Work<T> {
    @Nullable T in(Connection connection) throws SQLException;
  }

  private <T> CompletionStage<T> later(Work<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    if (closed) {
      done.completeExceptionally(closed());
      return done;
    }
    try {
      runtime.executor().execute(() -> complete(done, work));
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(closed());
    }
    return done;
  }

  private <T> void complete(CompletableFuture<T> done, Work<T> work) {
    try {
      done.complete(transaction(database, work));
    } catch (SQLException e) {
      done.completeExceptionally(closed ? closed() : failed(e));
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  /** Runs something in one transaction, which is taken back if it fails. */
  static <T> @Nullable T transaction(DataSource database, Work<T> work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.in(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        connection.rollback();
        throw e;
      }
    }
  }

  static SyncException failed(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    if (state.equals("53100") || state.equals("53200")) {
      return new SyncException(
          SyncException.Kind.STORE_FULL,
          "the database has no space left",
          "free space; the store goes on as soon as there is some",
          cause);
    }
    if (state.startsWith("28") || state.equals(PSQLState.CONNECTION_REJECTED.getState())) {
      return new SyncException(
          SyncException.Kind.STORE_FAILED,
          "the database does not let this user in",
          "check the user and the password",
          cause);
    }
    boolean away =
        PSQLState.isConnectionError(state) || cause instanceof java.sql.SQLTransientException;
    return new SyncException(
        SyncException.Kind.STORE_FAILED,
        away ? "the database cannot be reached" : "the database refused (SQL state " + state + ")",
        away ? "start it and check its address" : "see the cause",
        cause);
  }

  static SyncException closed() {
    return new SyncException(
        SyncException.Kind.STORE_FAILED,
        "the room store is closed",
        "keep the store open for as long as rooms use it");
  }
}
