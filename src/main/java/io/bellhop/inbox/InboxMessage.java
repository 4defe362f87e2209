package io.bellhop.inbox;

import io.bellhop.tracing.TraceParent;
import java.time.Instant;
import java.util.UUID;

/**
 * One webhook as a provider sent it, or a message that Bellhop made: a follow-up, or a page or an
 * entry of a sync. Only {@link Builder} calls the constructor.
 *
 * @param id time-ordered (UUID version 7): the order of arrival
 * @param nativeEvent the provider's name of the event
 * @param orderKey messages of one key never run at the same time or out of order
 * @param idempotencyKey equal for repeats of one message
 * @param sync the sync run that made it; null for all other kinds
 * @param mergeable whether it waits for other messages of its key, to be merged
 * @param dueAt no worker processes it before
 * @param headers a JSON object, secrets masked
 * @param parsed the parsed body, while a new message is in memory
 * @param attempts failed attempts so far
 * @param keyOwner the message that has used the idempotency key; null if none has
 */
public record InboxMessage(
    UUID id,
    UUID accountId,
    String provider,
    String nativeEvent,
    String orderKey,
    String idempotencyKey,
    MessageKind kind,
    SyncOrigin sync,
    boolean mergeable,
    Instant receivedAt,
    Instant dueAt,
    String headers,
    byte[] body,
    ParsedBody parsed,
    int attempts,
    UUID keyOwner) {
  /** The prefix of idempotency keys of messages that only name their record. */
  public static final String READ_KEY = "read ";

  public static Builder builder(UUID id, UUID accountId, String provider) {
    return new Builder(id, accountId, provider);
  }

  public boolean isUnread() {
    return kind == MessageKind.UNREAD;
  }

  public boolean isFollowUp() {
    return kind == MessageKind.FOLLOW_UP;
  }

  public boolean isSyncPage() {
    return kind == MessageKind.SYNC_PAGE;
  }

  public boolean isSyncEntry() {
    return kind == MessageKind.SYNC_ENTRY;
  }

  public boolean isSync() {
    return isSyncEntry() || isSyncPage();
  }

  /** Whether a user has replayed it after it was settled. */
  public boolean isReplay() {
    return kind == MessageKind.REPLAY;
  }

  /** Whether it waits until Bellhop reads its record again. */
  public boolean isReadLater() {
    return kind == MessageKind.READ_LATER;
  }

  /** Whether it makes Bellhop read its record again. */
  public boolean isReadAgain() {
    return kind == MessageKind.READ_AGAIN;
  }

  /** Whether it belongs to a sync run. */
  public boolean isOfRun(UUID run) {
    return isSync() && sync != null && sync.run().equals(run);
  }

  /** Whether it is an entry of a list whose record Bellhop did not know. */
  public boolean isFirstSeen() {
    return isSyncEntry() && sync != null && sync.firstSeen();
  }

  /** Its place in a trace, which its headers keep; null if they have none. */
  public String traceParent() {
    return TraceParent.in(headers);
  }

  /** Whether the message contains no data of its record, so that Bellhop must read the record. */
  public boolean asksToRead() {
    return idempotencyKey.startsWith(READ_KEY);
  }

  /** Repeats within one account share a key; messages of two accounts never do. */
  public String keyId() {
    return accountId + "/" + idempotencyKey;
  }

  /** A copy with the message that has used its idempotency key; null if none has. */
  public InboxMessage ownedBy(UUID owner) {
    return owner == null ? this : toBuilder().keyOwner(owner).build();
  }

  /** A copy with another idempotency key, which no known message has used. */
  public InboxMessage keyedBy(String key) {
    return key.equals(idempotencyKey)
        ? this
        : toBuilder().keys(orderKey, key).keyOwner(null).build();
  }

  public Builder toBuilder() {
    return builder(id, accountId, provider)
        .nativeEvent(nativeEvent)
        .keys(orderKey, idempotencyKey)
        .kind(kind)
        .sync(sync)
        .mergeable(mergeable)
        .receivedAt(receivedAt)
        .dueAt(dueAt)
        .headers(headers)
        .body(body)
        .parsed(parsed)
        .attempts(attempts)
        .keyOwner(keyOwner);
  }

  /** Without the content, because this text may reach a log. */
  @Override
  public String toString() {
    return "message[" + provider + " " + id + "]";
  }

  /** Builds a message. The defaults are those of a new webhook. */
  public static final class Builder {
    private static final byte[] NO_BODY = {};

    private final UUID id;
    private final UUID accountId;
    private final String provider;
    private String nativeEvent;
    private String orderKey;
    private String idempotencyKey;
    private MessageKind kind = MessageKind.WEBHOOK;
    private SyncOrigin sync;
    private boolean mergeable;
    private Instant receivedAt;
    private Instant dueAt;
    private String headers = "{}";
    private byte[] body = NO_BODY;
    private ParsedBody parsed = ParsedBody.none();
    private int attempts;
    private UUID keyOwner;

    private Builder(UUID id, UUID accountId, String provider) {
      this.id = id;
      this.accountId = accountId;
      this.provider = provider;
    }

    public Builder nativeEvent(String name) {
      nativeEvent = name;
      return this;
    }

    public Builder keys(String order, String idempotency) {
      orderKey = order;
      idempotencyKey = idempotency;
      return this;
    }

    public Builder kind(MessageKind is) {
      kind = is;
      return this;
    }

    public Builder sync(SyncOrigin origin) {
      sync = origin;
      return this;
    }

    public Builder mergeable(boolean isMergeable) {
      mergeable = isMergeable;
      return this;
    }

    public Builder receivedAt(Instant time) {
      receivedAt = time;
      return this;
    }

    /** The default is {@link #receivedAt}. */
    public Builder dueAt(Instant time) {
      dueAt = time;
      return this;
    }

    public Builder headers(String json) {
      headers = json;
      return this;
    }

    public Builder body(byte[] bytes) {
      body = bytes;
      return this;
    }

    public Builder parsed(ParsedBody tree) {
      parsed = tree;
      return this;
    }

    public Builder attempts(int failed) {
      attempts = failed;
      return this;
    }

    public Builder keyOwner(UUID message) {
      keyOwner = message;
      return this;
    }

    public InboxMessage build() {
      return new InboxMessage(
          id,
          accountId,
          provider,
          nativeEvent,
          orderKey,
          idempotencyKey,
          kind,
          sync,
          mergeable,
          receivedAt,
          dueAt == null ? receivedAt : dueAt,
          headers,
          body,
          parsed,
          attempts,
          keyOwner);
    }
  }
}
