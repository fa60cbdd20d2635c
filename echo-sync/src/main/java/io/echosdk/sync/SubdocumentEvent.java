package io.echosdk.sync;

import java.util.List;

/**
 * Documents that came into a document, went, or are wanted from now on.
 *
 * @param added those that came in
 * @param removed those that went
 * @param loaded those whose content somebody wants
 * @param transaction what this was a part of
 */
public record SubdocumentEvent(
    List<SharedDoc> added,
    List<SharedDoc> removed,
    List<SharedDoc> loaded,
    SharedTransaction transaction) {

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && loaded.isEmpty();
  }
}
