package io.bellhop.inbox;

import io.bellhop.store.ContentCipher;
import java.util.List;
import java.util.UUID;

/**
 * Headers and bodies of messages as they are stored: in clear, or encrypted. Whether they are the
 * headers show, which are JSON otherwise: a body may begin with anything. Thread-safe.
 */
public final class MessageContent {
  /** Both in clear; null if the key of the account is gone. */
  public record Content(String headers, byte[] body) {}

  private final ContentCipher cipher;

  public MessageContent(ContentCipher cipher) {
    this.cipher = cipher;
  }

  /** What was stored of a message, in clear. */
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

  /** A message with the content that is to be stored. */
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
