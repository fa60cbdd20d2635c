package io.echosdk.sync;

import io.echosdk.sync.doc.Anchor;
import io.echosdk.sync.doc.ListUnits;
import io.echosdk.sync.doc.TypeNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The order of a {@link MovableList}: the places of an array from left to right, each with the
 * value that stands there unless it was moved, and behind it the values that were moved to it, by
 * their fractions and then by their names. Moves to places that are not in the array count as none.
 */
final class MoveOrder {

  private static final Comparator<Element> BY_FRACTION =
      Comparator.comparing((Element element) -> element.place().fraction())
          .thenComparing(element -> element.id().client())
          .thenComparing(element -> element.id().clock());

  private final Map<Anchor.Id, Place> moves = new HashMap<>();
  private final Map<Long, TreeMap<Integer, List<Element>>> movedTo = new HashMap<>();
  private final Set<Anchor.Id> held = new HashSet<>();
  private final List<Element> elements = new ArrayList<>();

  /**
   * A value.
   *
   * @param id its name
   * @param arrayIndex where it stands in the array
   * @param place where it stands in the order
   */
  record Element(Anchor.Id id, int arrayIndex, Place place) {}

  /**
   * Where a value stands in the order.
   *
   * @param slot the place of the array that it stands at or behind; null for the start
   * @param fraction its place among the values behind that slot; empty for the slot's own value
   */
  record Place(Anchor.@Nullable Id slot, String fraction) {

    static final Place START = new Place(null, "");

    boolean isBehindSameSlot(Place other) {
      return slot == null ? other.slot == null : slot.equals(other.slot);
    }

    List<Object> toValue() {
      return slot == null ? List.of(fraction) : List.of(fraction, slot.client(), slot.clock());
    }

    /** Returns what an entry says, or null if it says nothing that this class knows. */
    static @Nullable Place of(@Nullable Object value) {
      if (!(value instanceof List<?> parts)
          || parts.isEmpty()
          || !(parts.get(0) instanceof String fraction)
          || !Fraction.isValid(fraction)) {
        return null;
      }
      if (parts.size() == 1) {
        return new Place(null, fraction);
      }
      if (parts.size() != 3
          || !(parts.get(1) instanceof Number client)
          || !(parts.get(2) instanceof Integer clock)) {
        return null;
      }
      return new Place(new Anchor.Id((long) client.doubleValue(), clock), fraction);
    }
  }

  private MoveOrder() {}

  static MoveOrder read(ListUnits units, TypeNode array, Map<String, @Nullable Object> entries) {
    MoveOrder order = new MoveOrder();
    entries.forEach(order::addMove);
    order.dropMovesToElsewhere(units, array);
    units.forEach(array, order::collectMoved);
    order.movedTo.values().forEach(slots -> slots.values().forEach(list -> list.sort(BY_FRACTION)));
    order.appendMovedTo(-1L, 0, 1);
    units.forEach(array, order::append);
    return order;
  }

  static String key(Anchor.Id id) {
    return id.client() + "." + id.clock();
  }

  private static Anchor.@Nullable Id id(String key) {
    int point = key.indexOf('.');
    try {
      return point < 0
          ? null
          : new Anchor.Id(
              Long.parseLong(key.substring(0, point)), Integer.parseInt(key.substring(point + 1)));
    } catch (NumberFormatException e) {
      return null; // somebody else's entry
    }
  }

  private void addMove(String key, @Nullable Object value) {
    Anchor.Id id = id(key);
    Place place = Place.of(value);
    if (id != null && place != null && key(id).equals(key)) {
      moves.put(id, place);
    }
  }

  private void dropMovesToElsewhere(ListUnits units, TypeNode array) {
    Map<Long, TreeMap<Integer, Boolean>> named = new HashMap<>();
    for (Place place : moves.values()) {
      Anchor.Id slot = place.slot();
      if (slot != null) {
        named.computeIfAbsent(slot.client(), key -> new TreeMap<>()).put(slot.clock(), false);
      }
    }
    units.forEach(
        array,
        (client, clock, length, index) -> {
          TreeMap<Integer, Boolean> clocks = named.get(client);
          if (clocks != null) {
            clocks.subMap(clock, clock + length).replaceAll((at, isThere) -> true);
          }
        });
    moves
        .values()
        .removeIf(
            place -> {
              Anchor.Id slot = place.slot();
              return slot != null && !isThere(named, slot);
            });
  }

  private static boolean isThere(Map<Long, TreeMap<Integer, Boolean>> named, Anchor.Id slot) {
    TreeMap<Integer, Boolean> clocks = named.get(slot.client());
    return clocks != null && clocks.getOrDefault(slot.clock(), false);
  }

  private void collectMoved(long client, int clock, int length, int index) {
    if (index < 0) {
      return;
    }
    for (int i = 0; i < length; i++) {
      Anchor.Id id = new Anchor.Id(client, clock + i);
      held.add(id);
      Place place = moves.get(id);
      if (place != null) {
        Anchor.Id slot = place.slot();
        movedTo
            .computeIfAbsent(slot == null ? -1L : slot.client(), key -> new TreeMap<>())
            .computeIfAbsent(slot == null ? 0 : slot.clock(), key -> new ArrayList<>(1))
            .add(new Element(id, index + i, place));
      }
    }
  }

  private void append(long client, int clock, int length, int index) {
    if (index < 0) {
      appendMovedTo(client, clock, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      Anchor.Id id = new Anchor.Id(client, clock + i);
      if (!moves.containsKey(id)) {
        elements.add(new Element(id, index + i, new Place(id, "")));
      }
      appendMovedTo(client, clock + i, 1);
    }
  }

  private void appendMovedTo(long client, int clock, int length) {
    TreeMap<Integer, List<Element>> slots = movedTo.get(client);
    if (slots != null) {
      slots.subMap(clock, clock + length).values().forEach(elements::addAll);
    }
  }

  /** Returns the values in their order. */
  List<Element> elements() {
    return elements;
  }

  /** Returns the names of values that a move is known of. */
  Collection<Anchor.Id> moved() {
    return moves.keySet();
  }

  /** Returns whether the array holds a value of a name. */
  boolean holds(Anchor.Id id) {
    return held.contains(id);
  }
}
