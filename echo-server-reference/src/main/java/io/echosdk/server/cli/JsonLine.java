package io.echosdk.server.cli;

/** One flat JSON object of numbers, for results on a line; an unknown number is null. */
final class JsonLine {

  private final StringBuilder text = new StringBuilder("{");

  JsonLine add(String key, double value) {
    return append(key, Double.isFinite(value) ? Double.toString(value) : "null");
  }

  JsonLine add(String key, long value) {
    return append(key, Long.toString(value));
  }

  private JsonLine append(String key, String value) {
    if (text.length() > 1) {
      text.append(',');
    }
    text.append('"').append(key).append("\":").append(value);
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
