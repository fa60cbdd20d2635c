package io.echosdk.sync.codec;

/**
 * A shared type as the wire names it.
 *
 * @param ref 0 array, 1 map, 2 text, 3 XML element, 4 XML fragment, 5 XML hook, 6 XML text
 * @param name of an element or hook, otherwise empty
 */
public record TypeRef(int ref, String name) {

  private static final int XML_ELEMENT = 3;
  private static final int XML_HOOK = 5;
  private static final int XML_TEXT = 6;

  static TypeRef read(UpdateDecoder source) {
    int ref = checked(source.typeRef());
    return new TypeRef(ref, isNamed(ref) ? source.key() : "");
  }

  /** Passes one; what it lets pass, {@link #read} can read. */
  static void skip(UpdateDecoder source) {
    int ref = checked(source.typeRef());
    if (isNamed(ref)) {
      source.skipKey();
    }
  }

  private static int checked(int ref) {
    if (ref > XML_TEXT) {
      throw Malformed.update("there is no shared type " + ref);
    }
    return ref;
  }

  void write(UpdateEncoder target) {
    target.typeRef(ref);
    if (isNamed(ref)) {
      target.key(name);
    }
  }

  private static boolean isNamed(int ref) {
    return ref == XML_ELEMENT || ref == XML_HOOK;
  }
}
