package io.echosdk.api.commerce;

/** Signs digests with a key that never leaves it. Blocking; safe for use from any thread. */
public interface Signer {

  /** Returns the public key, uncompressed: 0x04 and 64 bytes (SEC 1, 2.3.3). */
  byte[] publicKey();

  /**
   * Signs a digest on secp256k1.
   *
   * @param digest 32 bytes
   * @return r, s and recovery id, 65 bytes, s in the lower half of the order
   * @throws CommerceException if the key's keeper refuses or is away
   */
  byte[] sign(byte[] digest);
}
