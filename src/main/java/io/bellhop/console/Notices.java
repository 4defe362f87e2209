package io.bellhop.console;

import java.util.Map;

/**
 * The text that a page shows after a change. The URL holds its name and not the text: otherwise a
 * link could make the console say anything.
 */
final class Notices {
  static final String PARAMETER = "done";
  static final String REPLAYED = "replayed";
  static final String REPLAYING = "replaying";
  static final String CANCELLED = "cancelled";
  static final String RETRIED = "retried";
  static final String QUEUED = "queued";
  static final String QUEUED_PART = "queued-part";
  static final String SHAPED = "shaped";
  static final String PAUSED = "paused";
  static final String RESUMED = "resumed";
  static final String DELETED = "deleted";
  static final String CREATED = "created";
  static final String REGISTERED = "registered";
  static final String UNREGISTERED = "unregistered";
  static final String ERASING = "erasing";
  static final String SYNCING = "syncing";

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry(REPLAYED, "The message is pending again: Bellhop processes it now."),
          Map.entry(REPLAYING, "The replay has begun; this page follows it."),
          Map.entry(CANCELLED, "The rest is not replayed."),
          Map.entry(RETRIED, "Bellhop delivers again, with a new round of attempts."),
          Map.entry(QUEUED, "Bellhop delivers the events of that time again."),
          Map.entry(QUEUED_PART, "Bellhop delivers these again. There are more: go on?"),
          Map.entry(
              SHAPED, "The filter and the transform count for what is delivered from now on."),
          Map.entry(PAUSED, "It is switched off."),
          Map.entry(RESUMED, "It is active again."),
          Map.entry(DELETED, "It is deleted."),
          Map.entry(CREATED, "The account is there. Give its listener URL to the provider."),
          Map.entry(REGISTERED, "The webhook stands at the provider."),
          Map.entry(UNREGISTERED, "The webhook is removed at the provider."),
          Map.entry(ERASING, "The erasure has begun; this page follows it."),
          Map.entry(SYNCING, "The sync has begun; this page follows it."));

  private Notices() {}

  /** Empty for an unknown name. */
  static String text(String name) {
    return name == null ? "" : TEXTS.getOrDefault(name, "");
  }
}
