package io.echosdk.sync;

import java.util.List;
import java.util.Map;

/**
 * What an encoded update holds.
 *
 * @param format its form
 * @param bytes its size
 * @param structs how many structs there are, gaps included
 * @param contents how many structs there are of each kind of content, by name; only kinds that
 *     occur
 * @param deletes how many ranges of clocks are deleted
 * @param clients what there is of each client, the lowest id first
 */
public record UpdateReport(
    UpdateFormat format,
    int bytes,
    int structs,
    Map<String, Integer> contents,
    int deletes,
    List<Client> clients) {

  /**
   * What an update holds of one client.
   *
   * @param id the client
   * @param structs how many structs, gaps included
   * @param firstClock the clock of the first
   * @param endClock the clock behind the last; 0 if there is none
   * @param missingClocks how many clocks between them are not there
   * @param neededClock up to which clock a document must have the client's structs for the update
   *     to go in whole; until then a part of it waits
   * @param deletes how many ranges of the client's clocks are deleted
   * @param deletedClocks how many clocks that are
   */
  public record Client(
      long id,
      int structs,
      int firstClock,
      int endClock,
      long missingClocks,
      int neededClock,
      int deletes,
      long deletedClocks) {}

  /** Copies the collections. */
  public UpdateReport {
    contents = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(contents));
    clients = List.copyOf(clients);
  }

  /** Returns whether an empty document would keep a part of it waiting. */
  public boolean waits() {
    return clients.stream().anyMatch(client -> client.neededClock > 0 || client.missingClocks > 0);
  }
}
