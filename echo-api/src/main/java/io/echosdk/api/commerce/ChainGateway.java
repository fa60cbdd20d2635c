package io.echosdk.api.commerce;

/** A way to a block chain: a node's JSON-RPC. Blocking; safe for use from any thread. */
public interface ChainGateway {

  /**
   * Returns the number that keeps a transaction of one chain from counting on another (EIP-155).
   */
  long chainId();

  /**
   * Hands in a signed transaction.
   *
   * @param signed RLP bytes
   * @return the transaction's hash, 0x and 64 hex digits
   * @throws CommerceException if it was refused or its outcome is unknown
   */
  String submit(byte[] signed);

  /**
   * Calls a contract without changing anything.
   *
   * @param contract address, 0x and 40 hex digits
   * @param input ABI-encoded call
   * @return ABI-encoded result
   * @throws CommerceException if the call was reverted or the node is away
   */
  byte[] call(String contract, byte[] input);
}
