package io.echosdk.api.commerce;

import java.nio.file.Path;

/** Takes a finished release to a partner. Blocking; safe for use from any thread. */
public interface ReleaseDelivery {

  /**
   * Delivers a release whole or not at all; delivering it again replaces it.
   *
   * @param release a folder with the message and its resources
   * @return the partner's name of the delivery
   * @throws CommerceException if the partner refuses or the outcome is unknown
   */
  String deliver(Path release);
}
