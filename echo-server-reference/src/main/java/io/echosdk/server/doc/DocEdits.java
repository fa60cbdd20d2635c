package io.echosdk.server.doc;

import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.SharedType;
import io.echosdk.sync.SharedXmlElement;
import io.echosdk.sync.SharedXmlFragment;
import io.echosdk.sync.value.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the edits of {@link DocOracle}: a verb, the path of a type (a root whose first letter says
 * what it is: t, a, m or x; then keys and indexes) and arguments.
 */
final class DocEdits {

  private final SharedDoc doc;

  DocEdits(SharedDoc doc) {
    this.doc = doc;
  }

  SharedType root(String coded) {
    String name = coded.substring(1);
    return switch (coded.charAt(0)) {
      case 't' -> doc.text(name);
      case 'a' -> doc.array(name);
      case 'm' -> doc.map(name);
      case 'x' -> doc.xml(name);
      default -> throw new IllegalArgumentException("no kind of root: " + coded);
    };
  }

  SharedType at(List<?> path) {
    SharedType type = root((String) path.get(0));
    for (Object step : path.subList(1, path.size())) {
      if (!(inner(type, step) instanceof SharedType found)) {
        throw new IllegalArgumentException("there is no type at " + step + " in " + path);
      }
      type = found;
    }
    return type;
  }

  private static @Nullable Object inner(SharedType type, Object step) {
    if (type instanceof SharedMap map) {
      return map.get((String) step);
    }
    int index = (Integer) step;
    return type instanceof SharedArray array
        ? array.get(index)
        : ((SharedXmlFragment) type).get(index);
  }

  void run(Object edit) {
    List<?> op = (List<?>) edit;
    Arguments arguments = new Arguments(op.subList(2, op.size()));
    SharedType type = at((List<?>) op.get(1));
    String verb = (String) op.get(0);
    if (type instanceof SharedText text) {
      text(text, verb, arguments);
    } else if (type instanceof SharedArray array) {
      array(array, verb, arguments);
    } else if (type instanceof SharedMap map) {
      map(map, verb, arguments);
    } else {
      xml((SharedXmlFragment) type, verb, arguments);
    }
  }

  private static void text(SharedText text, String verb, Arguments arguments) {
    switch (verb) {
      case "ti" -> {
        if (arguments.has(2)) {
          text.insert(arguments.number(0), arguments.text(1), arguments.map(2));
        } else {
          text.insert(arguments.number(0), arguments.text(1));
        }
      }
      case "td" -> text.delete(arguments.number(0), arguments.number(1));
      case "tf" -> text.format(arguments.number(0), arguments.number(1), arguments.map(2));
      case "te" ->
          text.insertEmbed(
              arguments.number(0),
              arguments.map(1),
              arguments.has(2) ? arguments.map(2) : Map.of());
      default -> throw new IllegalArgumentException("no edit of a text: " + verb);
    }
  }

  private static void array(SharedArray array, String verb, Arguments arguments) {
    switch (verb) {
      case "ai" -> array.insert(arguments.number(0), values(arguments.list(1)));
      case "an" -> {
        int index = arguments.number(0);
        if (arguments.text(1).equals("doc")) {
          array.insert(index, List.of(subdocument()));
        } else {
          array.insert(index, type(arguments.text(1)));
        }
      }
      case "ad" -> array.delete(arguments.number(0), arguments.number(1));
      default -> throw new IllegalArgumentException("no edit of a list: " + verb);
    }
  }

  private static void map(SharedMap map, String verb, Arguments arguments) {
    switch (verb) {
      case "ms" -> map.set(arguments.text(0), value(arguments.get(1)));
      case "mn" -> map.set(arguments.text(0), type(arguments.text(1)));
      case "md" -> map.remove(arguments.text(0));
      default -> throw new IllegalArgumentException("no edit of a map: " + verb);
    }
  }

  private static void xml(SharedXmlFragment xml, String verb, Arguments arguments) {
    switch (verb) {
      case "an" -> xml.insert(arguments.number(0), type(arguments.text(1)));
      case "ad" -> xml.delete(arguments.number(0), arguments.number(1));
      case "xa" -> ((SharedXmlElement) xml).setAttribute(arguments.text(0), arguments.get(1));
      case "xr" -> ((SharedXmlElement) xml).removeAttribute(arguments.text(0));
      default -> throw new IllegalArgumentException("no edit of XML: " + verb);
    }
  }

  private static List<@Nullable Object> values(List<?> coded) {
    List<@Nullable Object> values = new ArrayList<>();
    coded.forEach(each -> values.add(value(each)));
    return values;
  }

  private static NewType<? extends SharedType> type(String name) {
    return switch (name) {
      case "text" -> NewType.text();
      case "array" -> NewType.array();
      case "map" -> NewType.map();
      case "el" -> NewType.xmlElement("p");
      case "xt" -> NewType.xmlText();
      default -> throw new IllegalArgumentException("no shared type " + name);
    };
  }

  private static SharedDoc subdocument() {
    return SharedDoc.create();
  }

  /** Returns a value; what JSON cannot say is an object with the field "$". */
  private static @Nullable Object value(@Nullable Object coded) {
    if (!(coded instanceof Map<?, ?> map) || !map.containsKey("$")) {
      return coded;
    }
    return switch (String.valueOf(map.get("$"))) {
      case "bin" -> DocOracle.bytes(map.get("b"));
      case "undef" -> Undefined.UNDEFINED;
      case "bigint" -> new BigInteger(String.valueOf(map.get("v")));
      case "nan" -> Double.NaN;
      case "-0" -> -0.0;
      default -> coded;
    };
  }

  private record Arguments(List<?> values) {
    boolean has(int index) {
      return index < values.size() && values.get(index) != null;
    }

    @Nullable Object get(int index) {
      return values.get(index);
    }

    int number(int index) {
      return (Integer) values.get(index);
    }

    String text(int index) {
      return (String) values.get(index);
    }

    List<?> list(int index) {
      return (List<?>) values.get(index);
    }

    @SuppressWarnings("unchecked") // JSON objects have strings as keys
    Map<String, @Nullable Object> map(int index) {
      return (Map<String, @Nullable Object>) values.get(index);
    }
  }
}
