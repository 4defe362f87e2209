package io.bellhop.console;

import java.util.List;

/**
 * The frame of a page.
 *
 * @param section the word in the URL for its part of the console
 * @param csrf the token of the session's forms; empty before the sign-in
 * @param notice the change that the user has just made; empty if none
 * @param fault why a change failed; empty if none did
 */
record Page(String title, String section, String csrf, String notice, String fault) {
  /**
   * A part of the console, as its menu shows it.
   *
   * @param word in the URL; empty for the first page
   */
  record Section(String word, String name) {
    String url() {
      return word.isEmpty() ? ConsoleRequest.BASE : ConsoleRequest.BASE + "/" + word;
    }
  }

  private static final List<Section> SECTIONS =
      List.of(
          new Section("", "Overview"),
          new Section("inbox", "Inbox"),
          new Section("events", "Events"),
          new Section("records", "Records"),
          new Section("subscriptions", "Subscriptions"),
          new Section("accounts", "Accounts"),
          new Section("failures", "Failures"));

  boolean isSignedIn() {
    return !csrf.isEmpty();
  }

  String style() {
    return ConsoleAssets.url("console.css");
  }

  String script() {
    return ConsoleAssets.url("console.js");
  }

  String icon() {
    return ConsoleAssets.url("icon.svg");
  }

  Iterable<Section> sections() {
    return SECTIONS;
  }
}
