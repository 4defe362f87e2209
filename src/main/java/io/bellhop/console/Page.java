package io.bellhop.console;

/**
 * The frame of a page.
 *
 * @param section the word in the URL that says which part of the console it belongs to
 * @param csrf the token of the session's forms; empty before the sign-in
 * @param notice what has just been done; empty if nothing was
 * @param fault why something was not done; empty if nothing failed
 */
record Page(String title, String section, String csrf, String notice, String fault) {
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

  Iterable<ConsoleSection> sections() {
    return ConsoleSection.ALL;
  }
}
