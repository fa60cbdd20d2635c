package io.echosdk.sync.doc;

import io.echosdk.sync.codec.ByteReader;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.codec.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A place that stays where it is while others edit around it: at a character or value, or at the
 * end of a shared type.
 *
 * @param item the character or value, or null for the end of a type
 * @param root the name of the type if it is a root and there is no item
 * @param type the id of the type if it is not a root and there is no item
 * @param association negative: the place sticks to what is before it; otherwise to what follows
 */
public record Anchor(@Nullable Id item, @Nullable String root, @Nullable Id type, int association) {

  private static final int ITEM = 0;
  private static final int ROOT = 1;
  private static final int TYPE = 2;

  /** Checks that it says where it is. */
  public Anchor {
    if (item == null && root == null && type == null) {
      throw new IllegalArgumentException("a position needs an item, a root or a type");
    }
  }

  /**
   * The name of a character, value or type.
   *
   * @param client who made it
   * @param clock its number among what the client made
   */
  public record Id(long client, int clock) {}

  /** Returns the form in which peers exchange it. */
  public byte[] encode() {
    ByteWriter target = new ByteWriter();
    String name = root;
    if (item != null) {
      target.u8(ITEM);
      write(target, item);
    } else if (name != null) {
      target.u8(ROOT);
      target.varString(name);
    } else if (type != null) {
      target.u8(TYPE);
      write(target, type);
    }
    target.varInt(association);
    return target.toBytes();
  }

  private static void write(ByteWriter target, Id id) {
    target.varUint(id.client);
    target.varUint(id.clock);
  }

  /** Reads the form in which peers exchange it. */
  public static Anchor decode(byte[] encoded) {
    ByteReader source = new ByteReader(encoded);
    long kind = source.varUint();
    if (kind > TYPE) {
      throw Malformed.update("there is no position of kind " + kind);
    }
    Id item = kind == ITEM ? readId(source) : null;
    String root = kind == ROOT ? source.varString() : null;
    Id type = kind == TYPE ? readId(source) : null;
    return new Anchor(item, root, type, source.hasMore() ? (int) source.varInt() : 0);
  }

  private static Id readId(ByteReader source) {
    return new Id(source.varUint(), source.varUint31());
  }
}
