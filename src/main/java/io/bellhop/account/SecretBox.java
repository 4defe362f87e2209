package io.bellhop.account;

import io.bellhop.config.ConfigException;
import io.bellhop.store.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts credentials at rest: AES-256-GCM of the JDK, a random nonce each, the key's id in front.
 * Thread-safe.
 */
public final class SecretBox {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final String keyId;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key 32 bytes
   */
  public SecretBox(byte[] key) {
    if (key.length != 32) {
      throw new ConfigException(
          "bellhop.secret-key must be 32 bytes in base64 (openssl rand -base64 32), was "
              + key.length
              + " bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.keyId = HexFormat.of().formatHex(Sha256.of(key), 0, 4);
  }

  /** The configured key, or the one in the data folder, which is made if it is not there. */
  public static SecretBox open(String configured, Path data) {
    if (!configured.isEmpty()) {
      return new SecretBox(decode(configured, "bellhop.secret-key"));
    }
    Path file = data.resolve("secret.key");
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      PrivateFiles.folder(data);
      PrivateFiles.files(data, file.getFileName().toString()::equals, false);
      return new SecretBox(decode(Files.readString(file).trim(), file.toString()));
    } catch (IOException e) {
      throw new ConfigException(
          "the key file " + file + " cannot be used: " + e + ". Set bellhop.data or .secret-key.");
    }
  }

  /** Encrypts a text; null stays null. */
  public String seal(String clear) {
    if (clear == null) {
      return null;
    }
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, clear.getBytes(StandardCharsets.UTF_8));
    byte[] all = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    return keyId + ":" + Base64.getEncoder().encodeToString(all);
  }

  /**
   * Decrypts a text; null stays null.
   *
   * @throws ConfigException if it was sealed with another key
   */
  public String open(String text) {
    if (text == null) {
      return null;
    }
    if (!text.startsWith(keyId + ":")) {
      throw new ConfigException(
          "credentials in the database were encrypted with another key than this one ("
              + keyId
              + "): start with the bellhop.secret-key, or the data folder, that made them");
    }
    byte[] all = Base64.getDecoder().decode(text.substring(keyId.length() + 1));
    byte[] nonce = java.util.Arrays.copyOf(all, NONCE);
    byte[] sealed = java.util.Arrays.copyOfRange(all, NONCE, all.length);
    return new String(run(Cipher.DECRYPT_MODE, nonce, sealed), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a credential cannot be read: it was changed", e);
    }
  }

  private static void make(Path file) throws IOException {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    Path folder = file.toAbsolutePath().getParent();
    PrivateFiles.folder(folder);
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PrivateFiles.newFile(folder))) {
      channel.write(StandardCharsets.US_ASCII.encode(Base64.getEncoder().encodeToString(key)));
    } catch (FileAlreadyExistsException e) {
      // another start was quicker: its key is the key
    }
  }

  private static byte[] decode(String text, String place) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(place + " is not base64; make a key with: openssl rand -base64 32");
    }
  }
}
