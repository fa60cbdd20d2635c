package io.echosdk.sync;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.codec.Malformed;
import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.update.UpdateConverter;
import io.echosdk.sync.update.UpdateInspector;
import io.echosdk.sync.update.UpdateMerger;
import io.echosdk.sync.update.UpdateObfuscator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Work on encoded updates without a document. All methods throw a typed error on bad bytes. */
public final class Updates {

  private static final List<String> CONTENTS =
      List.of(
          "collected",
          "deleted",
          "json",
          "binary",
          "text",
          "embed",
          "format",
          "type",
          "values",
          "subdocument",
          "gap");

  private Updates() {}

  /** Returns one update that does what several do, in any order. */
  public static byte[] merge(List<byte[]> updates, UpdateFormat format) {
    if (updates.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to merge");
    }
    return UpdateMerger.merge(updates, format.version());
  }

  /** Returns an update without what the sender of a state vector has. */
  public static byte[] diff(byte[] update, byte[] stateVector, UpdateFormat format) {
    return UpdateMerger.diff(update, StateVector.decode(stateVector), format.version());
  }

  /** Returns the state vector of a document that holds just this update. */
  public static byte[] stateVector(byte[] update, UpdateFormat format) {
    return UpdateConverter.stateVector(update, format.version()).encode();
  }

  /** Returns an update in the other form. */
  public static byte[] convert(byte[] update, UpdateFormat from, UpdateFormat to) {
    return UpdateConverter.convert(update, from.version(), to.version());
  }

  /**
   * Says what an update holds. Needs no document, and memory only for its clients.
   *
   * @throws io.echosdk.api.sync.SyncException if it is malformed or claims more than a document
   *     holds
   */
  public static UpdateReport inspect(byte[] update, UpdateFormat format) {
    UpdateInspector found = UpdateInspector.of(update, format.version());
    Map<String, Integer> contents = new LinkedHashMap<>();
    int structs = 0;
    for (int kind = 0; kind < CONTENTS.size(); kind++) {
      if (found.structsOf(kind) > 0) {
        contents.put(CONTENTS.get(kind), found.structsOf(kind));
        structs += found.structsOf(kind);
      }
    }
    List<UpdateReport.Client> clients = new ArrayList<>(found.clients().size());
    int deletes = 0;
    for (Map.Entry<Long, UpdateInspector.Client> entry : found.clients().entrySet()) {
      UpdateInspector.Client client = entry.getValue();
      deletes += client.deletes();
      clients.add(
          new UpdateReport.Client(
              entry.getKey(),
              client.structs(),
              client.first(),
              client.end(),
              client.missing(),
              client.needed(),
              client.deletes(),
              client.deletedClocks()));
    }
    return new UpdateReport(format, update.length, structs, contents, deletes, clients);
  }

  /**
   * Tells which form an update has: the one in which it can be read to its last byte.
   *
   * @throws io.echosdk.api.sync.SyncException if there is none
   */
  public static UpdateFormat detect(byte[] update) {
    boolean mayBeV2 = update.length > 0 && update[0] == 0; // the flags of version 2
    if (mayBeV2 && endsWith(update, UpdateFormat.V2)) {
      return UpdateFormat.V2;
    }
    if (endsWith(update, UpdateFormat.V1)) {
      return UpdateFormat.V1;
    }
    throw Malformed.update("its " + update.length + " bytes are no update of version 1 or 2");
  }

  private static boolean endsWith(byte[] update, UpdateFormat format) {
    try {
      return UpdateInspector.of(update, format.version()).bytesLeft() == 0;
    } catch (SyncException e) {
      return false; // the answer, not a failure
    }
  }

  /**
   * Returns an update that is built like another one and says nothing of what is in it, for reports
   * of errors. Clients, clocks and the names of roots stay.
   */
  public static byte[] obfuscate(byte[] update, UpdateFormat format) {
    return UpdateObfuscator.obfuscate(update, format.version());
  }
}
