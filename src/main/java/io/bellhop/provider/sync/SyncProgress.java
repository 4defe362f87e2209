package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.event.SyncPage;
import io.bellhop.event.SyncSettlement;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * The row of an account's sync while a transaction works on it: what the fields mean says {@link
 * SyncState}. Not thread-safe.
 */
final class SyncProgress {
  static final String FULL = "full";
  static final String CHANGES = "changes";
  static final String LIST = "list";
  static final String CHECK = "check";

  final UUID accountId;
  UUID run;
  String state = SyncState.NEW;
  String mode;
  String phase;
  int pages;
  int listed;
  Integer total;
  int published;

  /** Whether a page is being read: it is a message of the inbox then. */
  boolean reading;

  int open;
  int failed;
  int fresh;
  int deferred;
  JsonNode next;
  JsonNode otherwise;
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

  boolean full() {
    return FULL.equals(mode);
  }

  void begin(UUID run, boolean full, Instant since, Instant now) {
    this.run = run;
    state = SyncState.RUNNING;
    mode = full ? FULL : CHANGES;
    phase = LIST;
    pages = listed = published = open = failed = fresh = deferred = 0;
    total = null;
    next = otherwise = null;
    this.since = full ? null : since;
    newest = null;
    startedAt = now;
    finishedAt = null;
    error = null;
  }

  /** A page is on its way to be read. */
  void ask() {
    reading = true;
    open = fresh = failed = 0;
    next = otherwise = null;
  }

  /** A page was read, and its records are on their way. */
  void read(SyncPage page) {
    pages++;
    reading = false;
    if (phase.equals(LIST)) {
      listed += page.entries();
    }
    total = page.total() == null ? total : page.total();
    open = fresh = page.fresh().size();
    failed = 0;
    next = page.next();
    otherwise = page.otherwise();
    newest = later(newest, page.newest());
    error = null;
  }

  /** What came of a record; only its first try counts, it is tried again without the sync. */
  void settled(SyncSettlement.Step step) {
    InboxMessage record = step.message();
    MessageOutcome outcome = step.outcome();
    boolean waits = outcome.status() == MessageStatus.PENDING && outcome.attempts() == 0;
    if (record.attempts() > 0 || waits || open == 0) {
      return;
    }
    open--;
    published += outcome.eventIds().size();
    boolean deferred =
        outcome.status() == MessageStatus.PENDING || outcome.status() == MessageStatus.DEAD;
    if (deferred) {
      this.deferred++;
    }
    if (deferred || outcome.status() == MessageStatus.DUPLICATE) {
      failed++;
    }
  }

  /** Where to read on; null at the end. */
  JsonNode cursor() {
    boolean something = fresh > failed;
    return something || otherwise == null ? next : otherwise.isObject() ? otherwise : null;
  }

  void fail(String why, Instant now) {
    state = SyncState.FAILED;
    error = why;
    finishedAt = now;
    reading = false;
    open = 0;
    next = otherwise = null;
  }

  void finish(Instant now) {
    state = SyncState.DONE;
    error = null;
    finishedAt = now;
    next = otherwise = null;
    watermark = later(watermark, newest);
    if (watermark == null || watermark.isAfter(startedAt)) {
      // What had changed when we began to ask was shown, and nothing else surely was. Times beyond
      // that are of a clock
      // that goes before ours, or local ones that were taken for UTC; if nothing has a time, this
      // one serves.
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
        pages,
        listed,
        total,
        published,
        open,
        deferred,
        since,
        watermark,
        startedAt,
        finishedAt,
        fullAt,
        nextAt,
        error);
  }

  private static Instant later(Instant a, Instant b) {
    return a == null || b != null && b.isAfter(a) ? b : a;
  }
}
