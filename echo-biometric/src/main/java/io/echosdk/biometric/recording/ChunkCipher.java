package io.echosdk.biometric.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals chunks with AES-256-GCM.
 *
 * <p>Each recording has a key of its own, HMAC-SHA-256(caller's key, label and the recording's
 * random id), so that a nonce, which is the chunk's number, never meets the same key twice, however
 * many recordings a caller's key makes. What is authenticated beside a chunk's body is its type,
 * its number and the digest of the whole header: a chunk that was moved, repeated or carried into
 * another recording does not open. Destroying the caller's key makes the recording unreadable.
 *
 * <p>Source: NIST SP 800-38D section 8.2.1 (deterministic nonces), SP 800-108 (key derivation with
 * HMAC in one step).
 */
public final class ChunkCipher {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";
  private static final int TAG_BITS = 128;
  private static final int NONCE_BYTES = 12;
  private static final int KEY_BYTES = 32;
  private static final byte[] LABEL = "echo recording key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHECK = "echo recording check".getBytes(StandardCharsets.US_ASCII);

  private final SecretKeySpec key;
  private final byte[] check;
  private byte[] headerDigest = new byte[0];

  /**
   * Derives a recording's key.
   *
   * @param callersKey 256 bits
   * @param id the recording's random id
   */
  public ChunkCipher(SecretKey callersKey, byte[] id) {
    byte[] raw = callersKey.getEncoded();
    if (raw == null || raw.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a recording's key must be of 32 bytes but is of " + (raw == null ? 0 : raw.length));
    }
    byte[] derived = mac(raw, LABEL, id);
    Arrays.fill(raw, (byte) 0);
    check = Arrays.copyOf(mac(derived, CHECK, id), EchoFormat.KEY_CHECK_BYTES);
    key = new SecretKeySpec(derived, "AES");
    Arrays.fill(derived, (byte) 0);
  }

  private static byte[] mac(byte[] key, byte[] label, byte[] id) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      mac.update(label);
      return mac.doFinal(id);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  /** Returns what the header says to recognise this key. */
  public byte[] check() {
    return check.clone();
  }

  /** Returns whether a header was written with this key. */
  public boolean matches(byte[] headersCheck) {
    return MessageDigest.isEqual(check, headersCheck);
  }

  /** Binds all chunks to the header; must be called before the first chunk. */
  public void bind(byte[] header) {
    try {
      headerDigest = MessageDigest.getInstance("SHA-256").digest(header);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Seals a body; the result is 16 bytes longer. */
  public byte[] seal(byte type, long number, byte[] body, int length) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, type, number).doFinal(body, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /**
   * Opens a body.
   *
   * @throws AEADBadTagException if it was changed or moved
   */
  public byte[] open(byte type, long number, byte[] sealed, int length) throws AEADBadTagException {
    try {
      return cipher(Cipher.DECRYPT_MODE, type, number).doFinal(sealed, 0, length);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening failed", e);
    }
  }

  private Cipher cipher(int mode, byte type, long number) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(number).array();
    try {
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("this Java refuses AES-256", e);
    }
    cipher.updateAAD(headerDigest);
    cipher.updateAAD(ByteBuffer.allocate(9).put(type).putLong(number).array());
    return cipher;
  }
}
