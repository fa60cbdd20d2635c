package io.echosdk.sync;

import io.echosdk.sync.doc.Anchor;
import io.echosdk.sync.doc.ListUnits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A list whose values can be moved: however many peers move one value at the same time, it ends at
 * one place, and it is there once.
 *
 * <p>The values are those of an ordinary root array and stay where they were inserted, so a peer
 * that knows nothing of moves reads, inserts and deletes there as ever, and sees each value once. A
 * move is an entry of a root map beside it (name and ".moves"): under the name of the value (client
 * and clock) stand the name of a place of the array and a {@link Fraction} that orders the values
 * that were moved behind this place. Places of an array never change their order, not even when
 * what stood there is deleted; of two who move one value the map lets one win. So the order is a
 * function of two types that converge, and it names each value of the array once.
 *
 * <p>Reading the order costs the runs of the array and the number of moves. Used by the thread that
 * uses the document.
 */
public final class MovableList {

  private final SharedDoc doc;
  private final SharedArray array;
  private final SharedMap moves;
  private final ListUnits units;

  private MovableList(SharedDoc doc, String name) {
    this.doc = doc;
    array = doc.array(name);
    moves = doc.map(name + ".moves");
    units = new ListUnits(doc.engine);
  }

  /** Returns the list whose values stand in the root array of a name. */
  public static MovableList of(SharedDoc doc, String name) {
    return new MovableList(doc, name);
  }

  /** Returns what the list is made of, for an undo stack. */
  public List<SharedType> types() {
    return List.of(array, moves);
  }

  /** Returns how many values it holds. */
  public int length() {
    return array.length();
  }

  /** Returns one value. */
  public @Nullable Object get(int index) {
    return array.get(order().get(Objects.checkIndex(index, length())).arrayIndex());
  }

  /** Returns a copy of all values in their order. */
  public List<@Nullable Object> toList() {
    List<@Nullable Object> inserted = array.toList();
    List<@Nullable Object> ordered = new ArrayList<>(inserted.size());
    order().forEach(element -> ordered.add(inserted.get(element.arrayIndex())));
    return Collections.unmodifiableList(ordered);
  }

  /** Inserts values before a position. */
  public void insert(int index, List<? extends @Nullable Object> values) {
    Objects.checkFromToIndex(0, index, length());
    doc.transact(
        () -> {
          List<MoveOrder.Element> before = order();
          int at = arrayIndexFor(before, index);
          array.insert(at, values);
          settle(before, index, at, values.size());
        });
  }

  /** Inserts a shared type before a position and returns it. */
  public <T extends SharedType> T insert(int index, NewType<T> type) {
    Objects.checkFromToIndex(0, index, length());
    List<T> inserted = new ArrayList<>(1);
    doc.transact(
        () -> {
          List<MoveOrder.Element> before = order();
          int at = arrayIndexFor(before, index);
          inserted.add(array.insert(at, type));
          settle(before, index, at, 1);
        });
    return inserted.get(0);
  }

  private static int arrayIndexFor(List<MoveOrder.Element> order, int index) {
    return index == 0 ? 0 : order.get(index - 1).arrayIndex() + 1;
  }

  /** Moves what was inserted to where it belongs, if earlier moves have put it elsewhere. */
  private void settle(List<MoveOrder.Element> before, int index, int arrayIndex, int count) {
    List<MoveOrder.Element> now = order();
    boolean isSettled = true;
    for (int i = 0; i < count; i++) {
      isSettled &= now.get(index + i).arrayIndex() == arrayIndex + i;
    }
    if (isSettled) {
      return;
    }
    now.sort(Comparator.comparingInt(MoveOrder.Element::arrayIndex));
    MoveOrder.Place low = placeBefore(before, index);
    for (int i = 0; i < count; i++) {
      low = place(now.get(arrayIndex + i).id(), low, placeAt(before, index));
    }
  }

  /** Deletes a value. */
  public void delete(int index) {
    Objects.checkIndex(index, length());
    doc.transact(
        () -> {
          MoveOrder.Element element = order().get(index);
          array.delete(element.arrayIndex(), 1);
          moves.remove(MoveOrder.key(element.id()));
        });
  }

  /**
   * Moves a value.
   *
   * @param from where it is
   * @param to where it is afterwards
   */
  public void move(int from, int to) {
    Objects.checkIndex(from, length());
    Objects.checkIndex(to, length());
    if (from != to) {
      doc.transact(
          () -> {
            List<MoveOrder.Element> others = order();
            MoveOrder.Element moved = others.remove(from);
            place(moved.id(), placeBefore(others, to), placeAt(others, to));
            forgetMovesOfDeleted();
          });
    }
  }

  private static MoveOrder.Place placeBefore(List<MoveOrder.Element> order, int index) {
    return index == 0 ? MoveOrder.Place.START : order.get(index - 1).place();
  }

  private static MoveOrder.@Nullable Place placeAt(List<MoveOrder.Element> order, int index) {
    return index < order.size() ? order.get(index).place() : null;
  }

  /** Moves a value between two places and returns its own. */
  private MoveOrder.Place place(Anchor.Id id, MoveOrder.Place low, MoveOrder.@Nullable Place high) {
    String bound = high != null && low.isBehindSameSlot(high) ? high.fraction() : null;
    MoveOrder.Place place =
        new MoveOrder.Place(low.slot(), Fraction.between(low.fraction(), bound, doc.clientId()));
    moves.set(MoveOrder.key(id), place.toValue());
    return place;
  }

  /** Entries of values that somebody has deleted elsewhere say nothing any more. */
  private void forgetMovesOfDeleted() {
    if (moves.size() > 2 * length()) {
      MoveOrder order = MoveOrder.read(units, array.node, moves.entries());
      for (Anchor.Id id : order.moved()) {
        if (!order.holds(id) && units.isKnown(id.client(), id.clock())) {
          moves.remove(MoveOrder.key(id));
        }
      }
    }
  }

  private List<MoveOrder.Element> order() {
    return MoveOrder.read(units, array.node, moves.entries()).elements();
  }

  /** Hears each transaction that changes the list, with all values in their order. */
  public SharedDoc.Subscription observe(Consumer<List<@Nullable Object>> observer) {
    Consumer<SharedEvent> oncePerTransaction =
        new Consumer<>() {
          private @Nullable SharedTransaction last;

          @Override
          public void accept(SharedEvent event) {
            if (event.transaction() != last) {
              last = event.transaction();
              observer.accept(toList());
            }
          }
        };
    SharedDoc.Subscription ofArray = array.observe(oncePerTransaction);
    SharedDoc.Subscription ofMoves = moves.observe(oncePerTransaction);
    return () -> {
      ofArray.close();
      ofMoves.close();
    };
  }
}
