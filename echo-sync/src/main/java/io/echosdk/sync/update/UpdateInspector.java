package io.echosdk.sync.update;

import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.UpdateDecoder;
import io.echosdk.sync.codec.UpdateScan;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what an encoded update holds while it is read through; needs memory for its clients. */
public final class UpdateInspector implements UpdateScan.Visitor {

  /** What an update holds of one client. */
  public static final class Client {
    private int first;
    private int end;
    private int structs;
    private long missing;
    private int needed;
    private int deletes;
    private long deletedClocks;

    /** Returns the clock of its first struct. */
    public int first() {
      return first;
    }

    /** Returns the clock behind its last struct, 0 if there is none. */
    public int end() {
      return end;
    }

    /** Returns how many structs there are. */
    public int structs() {
      return structs;
    }

    /** Returns how many clocks between the first and the last are not there. */
    public long missing() {
      return missing;
    }

    /** Returns up to which clock a document must have its structs for the update to go in whole. */
    public int needed() {
      return needed;
    }

    /** Returns how many ranges of its clocks are deleted. */
    public int deletes() {
      return deletes;
    }

    /** Returns how many of its clocks are deleted. */
    public long deletedClocks() {
      return deletedClocks;
    }
  }

  private final Map<Long, Client> clients = new TreeMap<>();
  private final int[] structsOfKind = new int[Kind.SKIP + 1];
  private final Map<Long, Integer> named = new HashMap<>();
  private final int bytesLeft;

  private UpdateInspector(byte[] update, int version) {
    bytesLeft = UpdateScan.of(UpdateDecoder.of(version, update), this).bytesLeft();
    clients.forEach((id, client) -> client.needed = client.structs == 0 ? 0 : client.first);
    named.forEach(
        (id, clock) -> {
          Client client = client(id);
          if (clock >= client.end) {
            client.needed = clock + 1;
          }
        });
  }

  /**
   * Reads an update through.
   *
   * @throws io.echosdk.api.sync.SyncException if it is malformed
   */
  public static UpdateInspector of(byte[] update, int version) {
    return new UpdateInspector(update, version);
  }

  /** Returns the clients, the lowest id first. */
  public Map<Long, Client> clients() {
    return clients;
  }

  /** Returns how many structs hold content of a {@link Kind}. */
  public int structsOf(int kind) {
    return structsOfKind[kind];
  }

  /** Returns how many bytes follow the update. */
  public int bytesLeft() {
    return bytesLeft;
  }

  private Client client(long id) {
    return clients.computeIfAbsent(id, key -> new Client());
  }

  @Override
  public void struct(long id, int clock, int length, int kind) {
    structsOfKind[kind]++;
    Client client = client(id);
    if (client.structs++ == 0) {
      client.first = clock;
      client.end = clock;
    }
    if (kind == Kind.SKIP) {
      client.missing += length;
    } else if (clock > client.end) {
      client.missing += clock - client.end;
    }
    client.end = Math.max(client.end, clock + length);
  }

  @Override
  public void named(long id, int clock) {
    named.merge(id, clock, Math::max);
  }

  @Override
  public void deleted(long id, int clock, int length) {
    Client client = client(id);
    client.deletes++;
    client.deletedClocks += length;
    named.merge(id, clock + length - 1, Math::max);
  }
}
