package io.bellhop.console;

import java.util.Map;

/** Maps paths to parts of the console. */
final class ConsolePages {
  /** A part of the console. */
  @FunctionalInterface
  interface Part {
    /**
     * @return null if there is nothing under this path
     * @throws ApiFailure if the API refuses a necessary call
     */
    ConsoleAnswer answer(SignedInRequest visit);
  }

  private final Map<String, Part> parts =
      Map.of(
          "", new OverviewPage()::answer,
          "inbox", new InboxPages()::answer,
          "events", new EventPages()::answer,
          "records", new RecordPages()::answer,
          "subscriptions", new SubscriptionPages()::answer,
          "accounts", new AccountPages()::answer,
          "failures", new FailurePages()::answer);

  ConsoleAnswer answer(SignedInRequest visit) {
    Part part = parts.get(visit.request().segment(0));
    ConsoleAnswer answer = part == null ? null : part.answer(visit);
    return answer == null
        ? visit.show(404, "refused.jte", "There is nothing here", "", Map.of("back", ""))
        : answer;
  }
}
