package io.bellhop.inbox;

import io.bellhop.journal.RecordLocation;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A message that is in the journal and not yet in the database. */
final class TailEntry {
  /**
   * The messages of one request are one record of the journal, which is released when all of them
   * are stored.
   */
  static final class Request {
    private final RecordLocation place;
    private final AtomicInteger left;

    Request(RecordLocation place, int messages) {
      this.place = place;
      this.left = new AtomicInteger(messages);
    }

    RecordLocation place() {
      return place;
    }

    /**
     * Counts one stored message.
     *
     * @return whether it was the last of the request
     */
    boolean isStoredWithThis() {
      return left.decrementAndGet() == 0;
    }
  }

  private final Request request;
  private final int index;
  private final UnstoredMessage facts;
  private volatile NewMessage content;
  private volatile boolean uncertain;

  /**
   * @param index of the message in its request
   * @param uncertain whether an earlier run may have stored it
   */
  TailEntry(Request request, int index, NewMessage message, boolean uncertain) {
    this.request = request;
    this.index = index;
    this.facts = UnstoredMessage.of(message);
    this.content = message;
    this.uncertain = uncertain;
  }

  Request request() {
    return request;
  }

  int index() {
    return index;
  }

  String orderKey() {
    return facts.orderKey();
  }

  /** What Bellhop knows of the message even if only the journal has its content. */
  UnstoredMessage facts() {
    return facts;
  }

  /** The message; null if only the journal has its content. */
  NewMessage content() {
    return content;
  }

  void content(NewMessage read) {
    content = read;
  }

  /** The approximate memory of its content in bytes; 0 if only the journal has it. */
  long size() {
    NewMessage kept = content;
    return kept == null ? 0 : kept.message().body().length + kept.message().headers().length();
  }

  /** Whether a commit of unknown outcome may have stored it. */
  boolean isUncertain() {
    return uncertain;
  }

  void markUncertain() {
    uncertain = true;
  }

  /** Whether it arrived before a message, perhaps of another node. */
  boolean isBefore(InboxMessage message) {
    // Ids are ordered by time, and compare as in PostgreSQL.
    UUID one = facts.id();
    UUID other = message.id();
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high < 0
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits()) < 0;
  }
}
