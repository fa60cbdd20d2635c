package io.echosdk.sync.room;

import io.echosdk.sync.wire.Framing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients of a room. What goes to many is framed once for each framing, and shared. */
final class Audience {

  private final List<RoomConnection> members = new ArrayList<>();
  private final Map<WireProtocol, Framing> framings = new EnumMap<>(WireProtocol.class);
  private final String room;
  private long batch;

  Audience(String room) {
    this.room = room;
  }

  int size() {
    return members.size();
  }

  boolean has(RoomConnection client) {
    return client.place >= 0;
  }

  void add(RoomConnection client) {
    client.framing = framing(client.protocol);
    client.place = members.size();
    members.add(client);
  }

  private Framing framing(WireProtocol protocol) {
    return framings.computeIfAbsent(protocol, kind -> kind.framing(room));
  }

  void remove(RoomConnection client) {
    RoomConnection last = members.remove(members.size() - 1);
    if (last != client) {
      members.set(client.place, last);
      last.place = client.place;
    }
    client.place = -1;
  }

  List<RoomConnection> members() {
    return List.copyOf(members);
  }

  /** Sends updates to all but their authors; returns those who are too far behind. */
  List<RoomConnection> tell(List<Change> stored) {
    List<byte[]> updates = new ArrayList<>(stored.size());
    List<@Nullable RoomConnection> authors = new ArrayList<>(stored.size());
    batch++;
    for (Change change : stored) {
      if (change.update() != null) {
        updates.add(change.update());
        authors.add(change.author());
        if (change.author() != null) {
          change.author().batch = batch;
        }
      }
    }
    return updates.isEmpty() ? List.of() : tell(updates, authors);
  }

  private List<RoomConnection> tell(List<byte[]> updates, List<@Nullable RoomConnection> authors) {
    Map<WireProtocol, List<ByteBuffer>> framed = new EnumMap<>(WireProtocol.class);
    List<RoomConnection> behind = new ArrayList<>(0);
    for (RoomConnection member : members) {
      List<ByteBuffer> messages = framed.get(member.protocol);
      if (messages == null) {
        messages = frame(updates, framing(member.protocol));
        framed.put(member.protocol, messages);
      }
      boolean kept =
          member.batch == batch
              ? tellOthers(member, messages, updates, authors)
              : member.outbox.sendUpdates(messages, updates);
      if (!kept) {
        behind.add(member);
      }
    }
    return behind;
  }

  private static List<ByteBuffer> frame(List<byte[]> updates, Framing framing) {
    List<ByteBuffer> messages = new ArrayList<>(updates.size());
    for (byte[] update : updates) {
      messages.add(framing.update(update));
    }
    return messages;
  }

  private static boolean tellOthers(
      RoomConnection member,
      List<ByteBuffer> messages,
      List<byte[]> updates,
      List<@Nullable RoomConnection> authors) {
    List<ByteBuffer> othersMessages = new ArrayList<>(messages.size());
    List<byte[]> othersUpdates = new ArrayList<>(messages.size());
    for (int i = 0; i < authors.size(); i++) {
      if (authors.get(i) != member) {
        othersMessages.add(messages.get(i));
        othersUpdates.add(updates.get(i));
      }
    }
    return othersMessages.isEmpty() || member.outbox.sendUpdates(othersMessages, othersUpdates);
  }

  /** Sends the news of a flush to all who have seen what was before, and to the others theirs. */
  void tellAwareness(byte[] news, long before, long now, AwarenessPlane plane) {
    Map<WireProtocol, List<ByteBuffer>> framed = new EnumMap<>(WireProtocol.class);
    for (RoomConnection member : members) {
      if (member.awarenessSeen != before || member.shifted) {
        plane.catchUp(member);
      } else if (member.outbox.takesAwareness()) {
        List<ByteBuffer> messages =
            framed.computeIfAbsent(member.protocol, kind -> List.of(framing(kind).awareness(news)));
        member.awarenessSeen = now;
        member.transport.send(messages);
      }
    }
  }

  /** Sends a text that is not kept to all whose framing has words for it. */
  void tellStateless(byte[] text) {
    for (RoomConnection member : members) {
      Framing framing = member.framing;
      ByteBuffer message = framing == null ? null : framing.stateless(text);
      if (message != null && member.outbox.takesAwareness()) {
        member.outbox.send(message);
      }
    }
  }
}
