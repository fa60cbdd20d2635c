package io.echosdk.biometric.input;

import io.echosdk.biometric.json.JsonScan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** How the fields of a row are told apart. */
abstract sealed class RowDialect {

  /** Returns the fields of a row; the same number in every row that is whole. */
  abstract String[] fields(String row);

  /**
   * Columns between commas, semicolons, tabs or blanks, whichever of them a row has, in the order
   * semicolon, tab, comma. Between semicolons or tabs a comma is a decimal point.
   */
  static final class Columns extends RowDialect {

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern SEMICOLON = Pattern.compile("\\s*;\\s*");
    private static final Pattern TAB = Pattern.compile(" *\\t *");
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern LONE_NAME = Pattern.compile("\\w+ +(\\([^ )]*\\)|\\[[^ \\]]*])");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d*,\\d+([eE][-+]?\\d+)?");

    @Override
    String[] fields(String row) {
      String plain = row.startsWith("\u00ef\u00bb\u00bf") ? row.substring(3) : row; // UTF-8's mark
      Pattern separator = BLANK;
      boolean mayBeDecimal = true;
      if (plain.indexOf(';') >= 0) {
        separator = SEMICOLON;
      } else if (plain.strip().indexOf('\t') >= 0) {
        separator = TAB;
      } else if (plain.indexOf(',') >= 0) {
        separator = COMMA;
        mayBeDecimal = false;
      }
      if (separator == BLANK && LONE_NAME.matcher(plain.strip()).matches()) {
        return new String[] {plain.strip()};
      }
      String[] fields = separator.split(separator == TAB ? plain : plain.strip(), -1);
      for (int i = 0; i < fields.length; i++) {
        String field = fields[i].strip();
        if (field.length() > 1 && field.startsWith("\"") && field.endsWith("\"")) {
          field = field.substring(1, field.length() - 1).strip();
        }
        boolean decimal = mayBeDecimal && DECIMAL_COMMA.matcher(field).matches();
        fields[i] = decimal ? field.replace(',', '.') : field;
      }
      return fields;
    }
  }

  /** One JSON object a row: the keys of the first are the columns. */
  static final class JsonObjects extends RowDialect {

    private static final int MAX_KEYS = 4096;

    private final List<String> keys;

    private JsonObjects(List<String> keys) {
      this.keys = keys;
    }

    /**
     * Takes the keys of the first row.
     *
     * @throws IllegalArgumentException if it is no object of numbers and texts
     */
    static JsonObjects like(String firstRow) {
      return new JsonObjects(new ArrayList<>(parse(firstRow).keySet()));
    }

    String[] names() {
      return keys.toArray(new String[0]);
    }

    /** {@inheritDoc} A key that is missing, or null, is an empty field. */
    @Override
    String[] fields(String row) {
      Map<String, String> values = parse(row);
      String[] fields = new String[keys.size()];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = values.getOrDefault(keys.get(i), "");
      }
      return fields;
    }

    private static Map<String, String> parse(String row) {
      Map<String, String> values = new LinkedHashMap<>();
      JsonScan scan = new JsonScan(row, MAX_KEYS, Integer.MAX_VALUE);
      try {
        scan.object(key -> values.put(key, scan.plain()));
        scan.end();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("is no JSON object: " + e.getMessage(), e);
      }
      return values;
    }
  }
}
