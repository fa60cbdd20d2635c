package io.echosdk.sync;

import java.util.HashMap;
import java.util.Map;

/** What one undo takes back. It carries what an application wants to find again with it. */
public final class UndoStep {

  private final Map<Object, Object> meta = new HashMap<>();

  UndoStep() {}

  /** Returns what the application keeps with the step, such as where the cursor stood. */
  public Map<Object, Object> meta() {
    return meta;
  }
}
