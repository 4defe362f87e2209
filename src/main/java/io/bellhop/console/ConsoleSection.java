package io.bellhop.console;

import java.util.List;

/**
 * A part of the console, as its menu shows it.
 *
 * @param word in the URL; empty for the first page
 */
record ConsoleSection(String word, String name) {
  static final List<ConsoleSection> ALL =
      List.of(
          new ConsoleSection("", "Overview"),
          new ConsoleSection("inbox", "Inbox"),
          new ConsoleSection("events", "Events"),
          new ConsoleSection("records", "Records"),
          new ConsoleSection("subscriptions", "Subscriptions"),
          new ConsoleSection("accounts", "Accounts"),
          new ConsoleSection("failures", "Failures"));

  String url() {
    return word.isEmpty() ? ConsoleRequest.BASE : ConsoleRequest.BASE + "/" + word;
  }
}
