package io.bellhop.inbox;

import java.util.Arrays;

/** The kind of an inbox message. */
public enum MessageKind {
  /** A request of a provider. */
  WEBHOOK("webhook"),
  /** A record in a provider's list, in the form in which a webhook would bring it. */
  SYNC_ENTRY("sync"),
  /** A page of a provider's list that Bellhop has to read. */
  SYNC_PAGE("sync-page"),
  /** Work that Bellhop does after the commit of another message's result. */
  FOLLOW_UP("follow-up"),
  /** A dead letter whose body Bellhop could not parse, so its keys are unknown. */
  UNREAD("unread"),
  /** A message that a user has replayed; it no longer counts for a sync run. */
  REPLAY("replay"),
  /** Waits, under a key of its own, until Bellhop reads a record again. */
  READ_LATER("read-later"),
  /**
   * The next stage of such a message: it has the record's order key, and Bellhop reads the record.
   */
  READ_AGAIN("read-again");

  private final String text;

  MessageKind(String text) {
    this.text = text;
  }

  /** The name in the column and in the API. */
  public String text() {
    return text;
  }

  /**
   * The name in routes and events. A message that reads a record again has the form of a webhook.
   */
  public String origin() {
    return this == READ_AGAIN ? WEBHOOK.text : text;
  }

  static MessageKind of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst().orElseThrow();
  }
}
