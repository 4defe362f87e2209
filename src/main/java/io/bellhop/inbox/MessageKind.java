package io.bellhop.inbox;

import java.util.Arrays;

/** What an inbox message is. */
public enum MessageKind {
  /** A provider has sent it. */
  WEBHOOK("webhook"),
  /** A record that a provider's list shows, in the form in which a webhook would bring it. */
  SYNC_ENTRY("sync"),
  /** A page of a provider's list that Bellhop has to read. */
  SYNC_PAGE("sync-page"),
  /** Work that waits for the commit of what another message made. */
  FOLLOW_UP("follow-up"),
  /** A dead letter whose body Bellhop could not read, so that its keys are unknown. */
  UNREAD("unread"),
  /** A user has replayed it: it stands for itself, and no longer for a sync run. */
  REPLAY("replay"),
  /** Waits, under a key of its own, for the time to read a record again. */
  READ_LATER("read-later"),
  /** What such a one becomes: the message of the record once more, in its order. */
  READ_AGAIN("read-again");

  private final String text;

  MessageKind(String text) {
    this.text = text;
  }

  /** As the column and the API have it. */
  public String text() {
    return text;
  }

  /** As routes and events have it: what is read again is in the form in which a webhook came. */
  public String origin() {
    return this == READ_AGAIN ? WEBHOOK.text : text;
  }

  static MessageKind of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst().orElseThrow();
  }
}
