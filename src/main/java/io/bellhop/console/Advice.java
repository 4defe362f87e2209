package io.bellhop.console;

import java.util.List;
import java.util.regex.Pattern;

/** Advice about a dead letter, by its error. */
final class Advice {
  private record Case(Pattern error, String advice) {}

  /** The first that matches counts. */
  private static final List<Case> CASES =
      List.of(
          of(
              "credential|token|authoriz|revoked|HTTP 40[13]|answers 40[13]",
              "Compare the credentials of the account with those at the provider, set new ones if"
                  + " they differ, then replay the messages."),
          of(
              "gives no answer|answers something|HTTP 5|answers 5|rate limit|no API call",
              "The provider's API did not work for longer than Bellhop retries. When it works"
                  + " again, replay the messages."),
          of(
              "JSON|body cannot be read|listener",
              "The body is not what the provider documents. Look at one of them: if the provider"
                  + " has changed its format, change the route of its listener, then replay them."),
          of(
              "is no id|has no |lacks|no field|mapping|Jslt|without an outcome",
              "The provider's mapping does not know this kind of message. Correct it in the"
                  + " provider's folder, then replay the messages."));

  private static final String OTHERWISE =
      "Look at one of the messages, put the cause right, then replay them.";

  private Advice() {}

  private static Case of(String error, String advice) {
    return new Case(Pattern.compile(error), advice);
  }

  static String of(String error) {
    return CASES.stream()
        .filter(one -> one.error().matcher(error).find())
        .findFirst()
        .map(Case::advice)
        .orElse(OTHERWISE);
  }
}
