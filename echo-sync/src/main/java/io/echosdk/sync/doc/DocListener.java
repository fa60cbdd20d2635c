package io.echosdk.sync.doc;

/** Hears what is committed, on the thread that commits. */
public interface DocListener {

  /** Returns whether updates of a version are wanted. */
  boolean wantsUpdates(int version);

  /** A transaction is done; what it changed is as it left it, deleted content included. */
  void changed(Transaction transaction);

  /** A transaction that changed something is committed. */
  void update(int version, byte[] update, Transaction transaction);

  /** A transaction is committed, and all is said about it. */
  void committed(Transaction transaction);
}
