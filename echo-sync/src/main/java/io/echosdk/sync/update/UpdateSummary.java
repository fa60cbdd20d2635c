package io.echosdk.sync.update;

import java.util.ArrayList;
import java.util.List;

/**
 * What an encoded update brings, without its content. Reading one checks the whole of its
 * structure.
 *
 * @param spans the clocks that it brings, in the order in which they stand; gaps are left out
 * @param deletes the clocks that it deletes
 */
public record UpdateSummary(List<Span> spans, Deletes deletes) {

  /**
   * Clocks of one client without a gap.
   *
   * @param begin the first
   * @param end one behind the last
   */
  public record Span(long client, int begin, int end) {}

  /** Returns whether it brings nothing at all. */
  public boolean isEmpty() {
    return spans.isEmpty() && deletes.isEmpty();
  }

  /**
   * Reads an update to its end.
   *
   * @throws io.echosdk.api.sync.SyncException if it is none
   */
  public static UpdateSummary read(byte[] update, int version) {
    LazyReader source = new LazyReader(update, version, true);
    List<Span> spans = new ArrayList<>(1);
    Span open = null;
    for (LazyStruct struct = source.current(); struct != null; struct = source.next()) {
      if (open != null && open.client() == struct.client && open.end() == struct.clock) {
        open = new Span(struct.client, open.begin(), struct.end());
        spans.set(spans.size() - 1, open);
      } else {
        open = new Span(struct.client, struct.clock, struct.end());
        spans.add(open);
      }
    }
    return new UpdateSummary(spans, source.deletes());
  }
}
