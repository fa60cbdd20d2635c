package io.echosdk.sync;

import io.echosdk.sync.doc.TypeNode;

/**
 * What kind of shared type to put into another one.
 *
 * @param <T> the class that stands for it
 */
public final class NewType<T extends SharedType> {

  private final TypeNode.Type type;
  private final String name;
  private final Class<T> handleClass;

  private NewType(TypeNode.Type type, String name, Class<T> handleClass) {
    this.type = type;
    this.name = name;
    this.handleClass = handleClass;
  }

  /** A text. */
  public static NewType<SharedText> text() {
    return new NewType<>(TypeNode.Type.TEXT, "", SharedText.class);
  }

  /** A list. */
  public static NewType<SharedArray> array() {
    return new NewType<>(TypeNode.Type.ARRAY, "", SharedArray.class);
  }

  /** A map. */
  public static NewType<SharedMap> map() {
    return new NewType<>(TypeNode.Type.MAP, "", SharedMap.class);
  }

  /** An XML element of a name. */
  public static NewType<SharedXmlElement> xmlElement(String name) {
    return new NewType<>(TypeNode.Type.XML_ELEMENT, name, SharedXmlElement.class);
  }

  /** An XML hook of a name. */
  public static NewType<SharedXmlHook> xmlHook(String name) {
    return new NewType<>(TypeNode.Type.XML_HOOK, name, SharedXmlHook.class);
  }

  /** An XML fragment. */
  public static NewType<SharedXmlFragment> xmlFragment() {
    return new NewType<>(TypeNode.Type.XML_FRAGMENT, "", SharedXmlFragment.class);
  }

  /** A text within XML. */
  public static NewType<SharedText> xmlText() {
    return new NewType<>(TypeNode.Type.XML_TEXT, "", SharedText.class);
  }

  TypeNode node() {
    return TypeNode.create(type, name);
  }

  TypeNode.Type type() {
    return type;
  }

  T handle(SharedDoc doc, TypeNode node) {
    return handleClass.cast(doc.handle(node));
  }
}
