package io.echosdk.sync.doc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A shared type: a list of items, a map from keys to items, or both. Only its shape is here; its
 * items are rows of the document's columns.
 */
public final class TypeNode {

  /** Which type it is; the ordinals of the first seven are the wire's numbers. */
  public enum Type {
    /** A list of values. */
    ARRAY,
    /** A map from strings to values. */
    MAP,
    /** Text with formats. */
    TEXT,
    /** A named element with attributes and children. */
    XML_ELEMENT,
    /** Elements and texts. */
    XML_FRAGMENT,
    /** A named hook. */
    XML_HOOK,
    /** Text within an element. */
    XML_TEXT,
    /** A root that others wrote to and nobody here has asked for. */
    UNKNOWN;

    boolean isText() {
      return this == TEXT || this == XML_TEXT;
    }
  }

  final @Nullable String rootKey; // null: not a root
  private Type type;
  private final String name; // of an element or hook, otherwise empty

  int item; // the row that holds it; 0 for a root
  boolean isCollected; // its item is gone from the columns
  int start; // the first row of the list
  int visibleLength;
  boolean hasFormats;
  final Map<Integer, Integer> map = new LinkedHashMap<>(0); // key to the row of its newest item
  @Nullable ListIndex index; // built once positions are asked for in a long list
  private @Nullable Object handle;
  private int watchers; // of this type
  private int deepWatchers; // of this type and all in it

  TypeNode(Type type, String name, @Nullable String rootKey) {
    this.type = type;
    this.name = name;
    this.rootKey = rootKey;
  }

  /** Returns a type that is not in a document yet. */
  public static TypeNode create(Type type, String name) {
    return new TypeNode(type, name, null);
  }

  /** Returns the name of a root. */
  public String rootName() {
    if (rootKey == null) {
      throw new IllegalStateException("the " + type + " is not a root");
    }
    return rootKey;
  }

  /** Returns which type it is. */
  public Type type() {
    return type;
  }

  /** Returns the name of an element or hook, empty for the others. */
  public String name() {
    return name;
  }

  /** Returns the length of the list. */
  public int length() {
    return visibleLength;
  }

  /** Decides what an unknown root is. What was formatted before stays as it is. */
  void become(Type known) {
    type = known;
    hasFormats = false;
  }

  /** Tells that somebody begins (1) or ends (-1) to watch it, alone or with all that is in it. */
  public void watch(boolean isDeep, int change) {
    if (isDeep) {
      deepWatchers += change;
    } else {
      watchers += change;
    }
  }

  /** Returns whether somebody watches it alone. */
  public boolean isWatched() {
    return watchers > 0;
  }

  /** Returns whether somebody watches it with all that is in it. */
  public boolean isWatchedDeeply() {
    return deepWatchers > 0;
  }

  boolean isRoot() {
    return rootKey != null;
  }

  /** Returns the object that stands for this type outside, made on the first call. */
  public Object handle(java.util.function.Function<TypeNode, Object> maker) {
    Object known = handle;
    if (known == null) {
      known = maker.apply(this);
      handle = known;
    }
    return known;
  }
}
