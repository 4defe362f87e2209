package io.bellhop.inbox;

import io.bellhop.store.ContentCipher;
import java.util.List;
import java.util.UUID;

/**
 * Encrypts and decrypts stored headers and bodies, if the operator has enabled encryption. The
 * headers show whether both are encrypted: in plain text they are JSON, while a body may start with
 * any byte. Thread-safe.
 */
public final class MessageContent {
  /** Both in plain text; null if the key of the account was deleted. */
  public record Content(String headers, byte[] body) {}

  private final ContentCipher cipher;

  public MessageContent(ContentCipher cipher) {
    this.cipher = cipher;
  }

  /** Decrypts the stored content of a message. */
  public Content open(UUID id, String headers, byte[] body) {
    return cipher.isSealed(headers)
        ? new Content(
            cipher.open(place("headers", id), headers), cipher.openBytes(place("body", id), body))
        : new Content(headers, body);
  }

  InboxMessage open(InboxMessage stored) {
    if (!cipher.isSealed(stored.headers())) {
      return stored;
    }
    Content clear = open(stored.id(), stored.headers(), stored.body());
    boolean isGone = clear.body() == null;
    return stored.toBuilder()
        .headers(isGone ? "{}" : clear.headers())
        .body(isGone ? new byte[0] : clear.body())
        .build();
  }

  /** Encrypts the content of a message for storage. */
  InboxMessage seal(InboxMessage clear) {
    if (!cipher.encrypts()) {
      return clear;
    }
    UUID id = clear.id();
    UUID account = clear.accountId();
    return clear.toBuilder()
        .headers(cipher.seal(account, place("headers", id), clear.headers()))
        .body(cipher.sealBytes(account, place("body", id), clear.body()))
        .build();
  }

  List<NewMessage> open(List<NewMessage> stored) {
    return stored.stream().map(one -> new NewMessage(open(one.message()), one.fault())).toList();
  }

  List<NewMessage> seal(List<NewMessage> clear) {
    return cipher.encrypts()
        ? clear.stream().map(one -> new NewMessage(seal(one.message()), one.fault())).toList()
        : clear;
  }

  private static String place(String column, UUID id) {
    return "inbox_content." + column + " of " + id;
  }
}
