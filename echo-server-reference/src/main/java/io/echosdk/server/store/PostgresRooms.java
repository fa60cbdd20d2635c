package io.echosdk.server.store;

import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.StoredUpdate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The statements of the room store. Each method is one step of a transaction of its caller. */
final class PostgresRooms {

  private static final long PAGE_BYTES = 4 << 20;
  private static final int FETCH_ROWS = 64;
  private static final byte[] NO_NOTE = {};

  /** Taken while tables are made, because two nodes may start at once. */
  private static final long SCHEMA_LOCK = 0x4543484f524f4f4dL; // "ECHOROOM"

  private static final String TABLES =
      """
      create sequence if not exists echo_room_sequence;
      create table if not exists echo_room (
        id bigint generated always as identity primary key,
        name text collate "C" not null unique,
        last bigint not null default 0,
        snapshot_sequence bigint not null default 0,
        note bytea not null default '',
        snapshot bytea not null default '');
      alter table echo_room alter snapshot set storage external;
      create table if not exists echo_room_update (
        room bigint not null references echo_room on delete cascade,
        sequence bigint not null,
        bytes bytea not null,
        primary key (room, sequence));
      alter table echo_room_update alter bytes set storage external""";

  private PostgresRooms() {}

  static void createTables(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement lock =
            connection.prepareStatement("select pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
        Statement statement = connection.createStatement()) {
      lock.execute();
      statement.execute(TABLES);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  /** Makes a room if need be, and holds its row until the transaction ends. */
  static long hold(Connection connection, String room) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into echo_room (name) values (?)"
                + " on conflict (name) do update set name = excluded.name returning id")) {
      statement.setString(1, room);
      return single(statement);
    }
  }

  /** Takes numbers for a room that is held. */
  static List<Long> numbers(Connection connection, int count) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select nextval('echo_room_sequence') from generate_series(1, ?)")) {
      statement.setInt(1, count);
      List<Long> numbers = new ArrayList<>(count);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          numbers.add(rows.getLong(1));
        }
      }
      numbers.sort(null);
      return numbers;
    }
  }

  static void append(Connection connection, long id, List<Long> numbers, List<byte[]> updates)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into echo_room_update (room, sequence, bytes) values (?, ?, ?)")) {
      for (int n = 0; n < numbers.size(); n++) {
        statement.setLong(1, id);
        statement.setLong(2, numbers.get(n));
        statement.setBytes(3, updates.get(n));
        statement.addBatch();
      }
      statement.executeBatch();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("update echo_room set last = ? where id = ?")) {
      statement.setLong(1, numbers.get(numbers.size() - 1));
      statement.setLong(2, id);
      statement.executeUpdate();
    }
  }

  static RoomPage page(Connection connection, String room, long after) throws SQLException {
    snapshotOfNow(connection);
    List<StoredUpdate> updates = new ArrayList<>();
    long bytes = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select snapshot_sequence, snapshot from echo_room
            where name = ? and snapshot_sequence > ?""")) {
      statement.setString(1, room);
      statement.setLong(2, after);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          updates.add(new StoredUpdate(row.getLong(1), row.getBytes(2)));
          bytes = updates.get(0).update().length;
        }
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select sequence, bytes from echo_room_update
            where room = (select id from echo_room where name = ?) and sequence > ?
            order by sequence""")) {
      statement.setString(1, room);
      statement.setLong(2, after);
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byte[] update = rows.getBytes(2);
          bytes += update.length;
          if (bytes > PAGE_BYTES && !updates.isEmpty()) {
            return new RoomPage(updates, true);
          }
          updates.add(new StoredUpdate(rows.getLong(1), update));
        }
      }
    }
    return new RoomPage(updates, false);
  }

  static RoomOutline outline(Connection connection, String room) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select last, snapshot_sequence, note, count(sequence), coalesce(sum(length(bytes)), 0)
            from echo_room left join echo_room_update on room = id
            where name = ? group by id""")) {
      statement.setString(1, room);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new RoomOutline(
                row.getLong(1), row.getLong(2), row.getBytes(3), row.getLong(4), row.getLong(5))
            : new RoomOutline(0, 0, NO_NOTE, 0, 0);
      }
    }
  }

  /** Puts a snapshot in the place of updates, unless one reaches that far already. */
  static void compact(Connection connection, String room, RoomSnapshot snapshot)
      throws SQLException {
    long id = 0;
    long last = 0;
    long snapshotted = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id, last, snapshot_sequence from echo_room where name = ? for update")) {
      statement.setString(1, room);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          id = row.getLong(1);
          last = row.getLong(2);
          snapshotted = row.getLong(3);
        }
      }
    }
    if (snapshot.sequence() > last) {
      throw new IllegalArgumentException(
          "a snapshot up to " + snapshot.sequence() + " of a room that ends at " + last);
    }
    if (snapshot.sequence() > snapshotted) {
      replace(connection, id, snapshot);
    }
  }

  private static void replace(Connection connection, long id, RoomSnapshot snapshot)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update echo_room set snapshot_sequence = ?, note = ?, snapshot = ? where id = ?")) {
      statement.setLong(1, snapshot.sequence());
      statement.setBytes(2, snapshot.note());
      statement.setBytes(3, snapshot.update());
      statement.setLong(4, id);
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from echo_room_update where room = ? and sequence <= ?")) {
      statement.setLong(1, id);
      statement.setLong(2, snapshot.sequence());
      statement.executeUpdate();
    }
  }

  static void delete(Connection connection, String room) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("delete from echo_room where name = ?")) {
      statement.setString(1, room);
      statement.executeUpdate();
    }
  }

  static List<String> rooms(Connection connection, String after, int limit) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select name from echo_room where name > ? and last > 0 order by name limit ?")) {
      statement.setString(1, after);
      statement.setInt(2, limit);
      List<String> names = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }

  /** Lets several statements see the same instant, between two compactions. */
  private static void snapshotOfNow(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
    }
  }

  private static long single(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
