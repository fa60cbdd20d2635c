package io.echosdk.sync.doc;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What walking over a stretch of a text does to the formats in force: some are ended, then some are
 * set, in order. That says as much as all the formats of the stretch: what is set keeps its place
 * among those in force unless it was ended before, within the stretch too.
 */
final class FormatEffect {

  private static final FormatEffect NONE = new FormatEffect(Set.of(), Map.of());

  private final Set<String> ended;
  private final Map<String, Object> set;

  private FormatEffect(Set<String> ended, Map<String, Object> set) {
    this.ended = ended;
    this.set = set;
  }

  /** Does to formats what the stretch does. */
  void applyTo(Attributes formats) {
    if (this != NONE) {
      ended.forEach(key -> formats.put(key, null));
      set.forEach(formats::put);
    }
  }

  /** Walks over a stretch. */
  static final class Builder {
    private @Nullable FormatEffect effect; // null: none so far

    /** Passes a format: null ends it. */
    void pass(String key, @Nullable Object value) {
      FormatEffect known = effect;
      if (known == null) {
        known = new FormatEffect(new HashSet<>(4), new LinkedHashMap<>(4));
        effect = known;
      }
      if (value == null) {
        known.ended.add(key);
        known.set.remove(key);
      } else {
        known.set.put(key, value);
      }
    }

    /** Passes a stretch. */
    void pass(FormatEffect stretch) {
      stretch.ended.forEach(key -> pass(key, null));
      stretch.set.forEach(this::pass);
    }

    FormatEffect build() {
      return effect == null ? NONE : effect;
    }
  }
}
