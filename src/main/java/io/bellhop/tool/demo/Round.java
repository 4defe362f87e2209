package io.bellhop.tool.demo;

import java.util.Locale;

/** A round of webhooks; the next one begins when the hub has settled the previous one. */
enum Round {
  NEW("New records, repeats, and callers that are not who they say"),
  CHANGES("Changes of these records, sent in different ways"),
  ENDS("Wrong order, cancellation, deletion");

  private final String title;

  Round(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Its name in a script. */
  String field() {
    return name().toLowerCase(Locale.ROOT);
  }
}
