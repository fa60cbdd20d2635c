package io.echosdk.sync.room;

/** Why a room ends a connection: codes of RFC 6455, 7.4.1, and those that Hocuspocus uses. */
public final class CloseCode {

  /** All is well; the client left or the connection is not needed any more. */
  public static final int NORMAL = 1000;

  /** The server ends; another may take over. */
  public static final int GOING_AWAY = 1001;

  /** The client sent text where bytes are spoken. */
  public static final int NOT_BINARY = 1003;

  /** The client sent bytes that break the wire format. */
  public static final int MALFORMED = 1007;

  /** The client went beyond a limit that is not about size. */
  public static final int POLICY = 1008;

  /** A message was too long. */
  public static final int TOO_BIG = 1009;

  /** Come back later and ask for what you lack: the client or the store was too slow. */
  public static final int TRY_AGAIN = 1013;

  /** The client may not be here, or not any more. */
  public static final int FORBIDDEN = 4403;

  private CloseCode() {}
}
