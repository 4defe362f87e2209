package io.bellhop.console;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * The message of a page after a change. The URL holds its word and not the text: otherwise a link
 * could make the console show any text.
 */
enum Notice {
  REPLAYED("The message is pending again: Bellhop processes it now."),
  REPLAYING("The replay has begun; this page follows it."),
  CANCELLED("The replay has stopped; Bellhop does not replay the rest."),
  RETRIED("Bellhop delivers again, with a new round of attempts."),
  QUEUED("Bellhop delivers the events of that time again."),
  QUEUED_PART("Bellhop delivers these events again. There are more: continue?"),
  SHAPED("The new filter and transform apply to all deliveries from now on."),
  PAUSED("It is switched off."),
  RESUMED("It is active again."),
  DELETED("It is deleted."),
  CREATED("The account exists. Give its listener URL to the provider."),
  REGISTERED("The webhook is registered at the provider."),
  UNREGISTERED("The webhook is no longer registered at the provider."),
  ERASING("The erasure has begun; this page follows it."),
  SYNCING("The sync has begun; this page follows it.");

  static final String PARAMETER = "done";

  private final String text;

  Notice(String text) {
    this.text = text;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Empty for an unknown word. */
  static String text(String word) {
    return Stream.of(values())
        .filter(notice -> notice.word().equals(word))
        .map(notice -> notice.text)
        .findFirst()
        .orElse("");
  }
}
