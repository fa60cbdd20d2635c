package io.echosdk.sync.doc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The clients of a document: a slot for each id, in order of appearance. */
final class Clients {

  private final Rows rows;
  private final List<ClientStructs> bySlot = new ArrayList<>();
  private int[] table = new int[8]; // open addressing, slot + 1
  private long recentClient = -1;
  private int recentSlot;

  Clients(Rows rows) {
    this.rows = rows;
  }

  int size() {
    return bySlot.size();
  }

  ClientStructs at(int slot) {
    return bySlot.get(slot);
  }

  long client(int slot) {
    return bySlot.get(slot).client;
  }

  int state(int slot) {
    return bySlot.get(slot).state();
  }

  /** Returns the slot of a client, giving it one if it is new. */
  int slotOf(long client) {
    if (client == recentClient) {
      return recentSlot;
    }
    int slot = find(client);
    if (slot < 0) {
      slot = bySlot.size();
      bySlot.add(new ClientStructs(client, slot, rows));
      if (2 * bySlot.size() > table.length) {
        rehash();
      } else {
        put(client, slot);
      }
    }
    recentClient = client;
    recentSlot = slot;
    return slot;
  }

  /** Returns the slot of a client, or -1 if it has none. */
  int find(long client) {
    for (int i = hash(client); table[i] != 0; i = i + 1 & table.length - 1) {
      int slot = table[i] - 1;
      if (bySlot.get(slot).client == client) {
        return slot;
      }
    }
    return -1;
  }

  /** Returns the slots of all clients that have structs, the highest id first. */
  int[] descending() {
    int[] slots = new int[bySlot.size()];
    int count = 0;
    for (ClientStructs structs : bySlot) {
      if (structs.size() > 0) {
        slots[count++] = structs.slot;
      }
    }
    return sortDescending(Arrays.copyOf(slots, count));
  }

  int[] sortDescending(int[] slots) {
    for (int i = 1; i < slots.length; i++) {
      if (client(slots[i - 1]) < client(slots[i])) {
        return Arrays.stream(slots)
            .boxed()
            .sorted((a, b) -> Long.compare(client(b), client(a)))
            .mapToInt(Integer::intValue)
            .toArray();
      }
    }
    return slots;
  }

  private void rehash() {
    table = new int[table.length * 2];
    for (ClientStructs structs : bySlot) {
      put(structs.client, structs.slot);
    }
  }

  private void put(long client, int slot) {
    int i = hash(client);
    while (table[i] != 0) {
      i = i + 1 & table.length - 1;
    }
    table[i] = slot + 1;
  }

  private int hash(long client) {
    long mixed = client * 0x9e3779b97f4a7c15L; // Fibonacci hashing
    return (int) (mixed >>> 32) & table.length - 1;
  }
}
