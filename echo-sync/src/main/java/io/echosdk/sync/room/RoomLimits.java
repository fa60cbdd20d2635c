package io.echosdk.sync.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much rooms hold and take. Beyond a limit the client at fault is closed with a code of {@link
 * CloseCode}; the room lives on.
 *
 * @param rooms rooms at a time
 * @param clientsPerRoom clients of one room
 * @param messageBytes the longest message of a client
 * @param stateBytes the longest awareness state, as JSON in UTF-8
 * @param statesPerClient how many people one client may show
 * @param pendingBytes updates of one room that wait for others which have not come
 * @param unsavedBytes updates of one room that the store has not taken yet
 * @param queuedBytes what one client may leave unread; at a quarter of it updates are held back and
 *     merged, at a sixteenth awareness is
 * @param authNanos how long a decision about a client may take
 */
public record RoomLimits(
    int rooms,
    int clientsPerRoom,
    int messageBytes,
    int stateBytes,
    int statesPerClient,
    long pendingBytes,
    long unsavedBytes,
    int queuedBytes,
    long authNanos) {

  /** What holds if nothing is said. */
  public static final RoomLimits DEFAULT = builder().build();

  int holdUpdatesAt() {
    return queuedBytes / 4;
  }

  int holdAwarenessAt() {
    return queuedBytes / 16;
  }

  /** Returns a builder with every default in place. */
  public static Builder builder() {
    return new Builder();
  }

  /** Settings of limits. */
  public static final class Builder {
    private int rooms = 100_000;
    private int clientsPerRoom = 1_000;
    private int messageBytes = 16 << 20;
    private int stateBytes = 64 << 10;
    private int statesPerClient = 64;
    private long pendingBytes = 16 << 20;
    private long unsavedBytes = 16 << 20;
    private int queuedBytes = 1 << 20;
    private Duration auth = Duration.ofSeconds(10);

    private Builder() {}

    /** Sets how many rooms there may be at a time; 100,000 if nothing is said. */
    public Builder rooms(int value) {
      rooms = value;
      return this;
    }

    /** Sets how many clients a room may have; 1,000 if nothing is said. */
    public Builder clientsPerRoom(int value) {
      clientsPerRoom = value;
      return this;
    }

    /** Sets the longest message of a client; 16 MiB if nothing is said. */
    public Builder messageBytes(int value) {
      messageBytes = value;
      return this;
    }

    /** Sets the longest awareness state; 64 KiB if nothing is said. */
    public Builder stateBytes(int value) {
      stateBytes = value;
      return this;
    }

    /** Sets how many people one client may show; 64 if nothing is said. */
    public Builder statesPerClient(int value) {
      statesPerClient = value;
      return this;
    }

    /** Sets how much may wait for updates that have not come; 16 MiB if nothing is said. */
    public Builder pendingBytes(long value) {
      pendingBytes = value;
      return this;
    }

    /** Sets how much may wait for the store; 16 MiB if nothing is said. */
    public Builder unsavedBytes(long value) {
      unsavedBytes = value;
      return this;
    }

    /** Sets what one client may leave unread; 1 MiB if nothing is said. */
    public Builder queuedBytes(int value) {
      queuedBytes = value;
      return this;
    }

    /** Sets how long a decision about a client may take; 10 s if nothing is said. */
    public Builder auth(Duration value) {
      auth = value;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException naming every limit that is not positive
     */
    public RoomLimits build() {
      List<String> wrong = new ArrayList<>();
      check(wrong, "rooms", rooms);
      check(wrong, "clientsPerRoom", clientsPerRoom);
      check(wrong, "messageBytes", messageBytes);
      check(wrong, "stateBytes", stateBytes);
      check(wrong, "statesPerClient", statesPerClient);
      check(wrong, "pendingBytes", pendingBytes);
      check(wrong, "unsavedBytes", unsavedBytes);
      check(wrong, "queuedBytes", queuedBytes);
      check(wrong, "auth", auth.toNanos());
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException("must be positive: " + String.join(", ", wrong));
      }
      return new RoomLimits(
          rooms,
          clientsPerRoom,
          messageBytes,
          stateBytes,
          statesPerClient,
          pendingBytes,
          unsavedBytes,
          queuedBytes,
          auth.toNanos());
    }

    private static void check(List<String> wrong, String name, long value) {
      if (value <= 0) {
        wrong.add(name + " is " + value);
      }
    }
  }
}
