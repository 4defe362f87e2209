package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.SyncPage;
import io.bellhop.event.SyncSettlement;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * An account's row of the sync in a transaction, as {@link SyncState} describes it. Not
 * thread-safe.
 */
final class SyncProgress {
  static final String FULL = "full";
  static final String CHANGES = "changes";
  static final String LIST = "list";
  static final String CHECK = "check";

  /** A field of the validators, which records that their run left nothing to retry. */
  private static final String SETTLED = "settled";

  final UUID accountId;
  UUID run;
  String state = SyncState.NEW;
  String mode;
  String phase;
  int pages;
  int entries;
  Integer total;
  int events;

  /** Whether a page is pending as a message of the inbox. */
  boolean reading;

  int open;
  int failed;
  int newRecords;
  int deferred;
  JsonNode next;
  JsonNode otherwise;

  /** The further list that the run reads; null for the first one. */
  String list;

  /** The further lists that the API refused, and why; null if there are none. */
  String leftOut;

  /** When runs last began to read the further lists, by their names; null if never. */
  JsonNode listsRead;

  /** The validators of a list with one page. */
  JsonNode validators;

  private boolean unchanged;

  Instant since;
  Instant newest;
  Instant watermark;
  Instant startedAt;
  Instant finishedAt;
  Instant fullAt;
  Instant nextAt;
  String error;

  SyncProgress(UUID accountId, Instant nextAt) {
    this.accountId = accountId;
    this.nextAt = nextAt;
  }

  boolean running() {
    return state.equals(SyncState.RUNNING);
  }

  /** Whether every entry of the list with these validators was settled. */
  boolean isKnownInFull() {
    return phase.equals(LIST) && validators != null && validators.path(SETTLED).asBoolean();
  }

  /** Whether the list returned its entries, not only the answer that it is unchanged. */
  boolean isWhole() {
    return full() && phase.equals(LIST) && list == null && !unchanged;
  }

  boolean full() {
    return FULL.equals(mode);
  }

  void begin(UUID run, boolean full, Instant since, Instant now) {
    this.run = run;
    state = SyncState.RUNNING;
    mode = full ? FULL : CHANGES;
    phase = LIST;
    pages = entries = events = open = failed = newRecords = deferred = 0;
    total = null;
    next = otherwise = null;
    this.since = full ? null : since;
    newest = null;
    list = leftOut = error = null;
    startedAt = now;
    finishedAt = null;
  }

  /** Records that a page is in the inbox. */
  void startPage() {
    reading = true;
    open = newRecords = failed = 0;
    next = otherwise = null;
  }

  /** Records that a page was read, and that its records are in the inbox. */
  void finishPage(SyncPage page) {
    pages++;
    reading = false;
    unchanged = page.unchanged();
    if (phase.equals(LIST)) {
      entries += page.entries();
      if (list == null && !unchanged) {
        // An unchanged first page says nothing about those after it.
        boolean isOnly = pages == 1 && page.next() == null && page.otherwise() == null;
        validators = isOnly ? page.validators() : null;
      }
    }
    total = page.total() == null ? total : page.total();
    open = newRecords = page.fresh().size();
    failed = 0;
    next = page.next();
    otherwise = page.otherwise();
    newest = later(newest, page.newest());
    error = null;
    if (page.nameless() > 0) {
      note("page " + pages + ": " + page.nameless() + " entries without an id are left out");
    }
  }

  /** Counts the outcome of a record's first attempt; Bellhop retries it outside of the sync. */
  void settled(SyncSettlement.Step step) {
    InboxMessage record = step.message();
    MessageOutcome outcome = step.outcome();
    MessageStatus status = outcome.status();
    boolean waits = status == MessageStatus.PENDING && outcome.attempts() == 0;
    if (record.attempts() > 0 || waits || open == 0) {
      return;
    }
    open--;
    events += outcome.eventIds().size();
    boolean deferred = status == MessageStatus.PENDING || status == MessageStatus.DEAD;
    if (deferred) {
      this.deferred++;
    }
    if (deferred || status == MessageStatus.DUPLICATE) {
      failed++;
    }
  }

  /** The cursor of the next page; null at the end of a list. */
  JsonNode cursor() {
    boolean something = newRecords > failed;
    JsonNode cursor =
        something || otherwise == null ? next : otherwise.isObject() ? otherwise : null;
    return list != null && cursor instanceof ObjectNode fields && !fields.has("list")
        ? fields.deepCopy().put("list", list)
        : cursor;
  }

  /**
   * Whether this run reads a further list.
   *
   * @param every the maximum age of its last reading; null if each run reads it
   */
  boolean isDue(String name, Duration every) {
    String last = listsRead == null ? "" : listsRead.path(name).asText();
    return full()
        || every == null
        || last.isEmpty()
        || !Instant.parse(last).plus(every).isAfter(startedAt);
  }

  /** Continues with a further list. */
  void beginList(String name) {
    list = name;
    phase = LIST;
    JsonNode known = listsRead == null ? JsonNodeFactory.instance.objectNode() : listsRead;
    listsRead = ((ObjectNode) known.deepCopy()).put(name, startedAt.toString());
  }

  /** Skips the present list, which fails or which the account may not read. */
  void leaveOut(String why) {
    note("the list " + list + " is left out: " + why);
    listsRead = ((ObjectNode) listsRead.deepCopy()).without(list);
    stopReading();
  }

  private void stopReading() {
    reading = false;
    open = 0;
    next = otherwise = null;
  }

  private void note(String text) {
    leftOut = leftOut == null ? text : leftOut + "; " + text;
  }

  void fail(String why, Instant now) {
    state = SyncState.FAILED;
    error = why;
    finishedAt = now;
    stopReading();
  }

  void finish(Instant now) {
    state = SyncState.DONE;
    error = null;
    finishedAt = now;
    next = otherwise = null;
    if (deferred > 0) {
      validators = null;
    } else if (validators instanceof ObjectNode known) {
      known.put(SETTLED, true);
    }
    watermark = later(watermark, newest);
    if (watermark == null || watermark.isAfter(startedAt)) {
      // The list has surely shown all changes up to the first call, and none after it. A later time
      // comes from a clock ahead of ours or a local clock; without any, Bellhop uses this one.
      watermark = startedAt;
    }
    fullAt = full() ? startedAt : fullAt;
  }

  SyncState state() {
    return new SyncState(
        accountId,
        run,
        state,
        mode,
        phase,
        new SyncState.Counts(pages, entries, total, events, open, deferred),
        new SyncState.Times(since, watermark, startedAt, finishedAt, fullAt, nextAt),
        error == null ? leftOut : error);
  }

  private static Instant later(Instant a, Instant b) {
    return a == null || b != null && b.isAfter(a) ? b : a;
  }
}
