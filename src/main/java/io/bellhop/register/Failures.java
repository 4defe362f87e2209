package io.bellhop.register;

import io.bellhop.provider.ComeAgainException;
import io.bellhop.provider.CredentialsException;
import io.bellhop.provider.HopelessException;
import io.bellhop.provider.IncompleteException;
import io.bellhop.provider.RefusedException;
import io.bellhop.store.Database;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a route's failure means to whoever called. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private static final long USUAL_PAUSE_SECONDS = 10;
  private static final long LONGEST_PAUSE_SECONDS = 3600;

  private Failures() {}

  /**
   * @param call the provider's API that was called last; empty if none was
   */
  static RegisterException of(Throwable failure, String call, Instant now) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CredentialsException) {
        return RegisterException.refused(
            "provider_refused",
            t.getMessage() + at(call) + ": set the account's api credentials right by PUT");
      }
      if (t instanceof ComeAgainException again) {
        return RegisterException.later(
            "provider_unavailable", t.getMessage() + at(call), seconds(again.at(), now));
      }
      if (t instanceof RefusedException) {
        return RegisterException.refused(
            "provider_refused",
            t.getMessage()
                + at(call)
                + ": the credentials may lack a permission, or the provider does not take what it"
                + " was sent");
      }
      if (t instanceof IncompleteException) {
        return RegisterException.refused("account_incomplete", t.getMessage());
      }
      if (t instanceof HopelessException) {
        return RegisterException.refused("provider_answer", t.getMessage() + at(call));
      }
      if (Database.isAway(t)) {
        return RegisterException.later(
            "service_unavailable", "The database does not answer, try again", 5);
      }
    }
    // Its text may quote an answer, and that the listener URL.
    LOG.error("a webhook cannot be made: {}{}", failure.getClass().getName(), at(call));
    return null;
  }

  private static String at(String call) {
    return call.isEmpty() ? "" : " (" + call + ")";
  }

  private static long seconds(Instant at, Instant now) {
    return at == null
        ? USUAL_PAUSE_SECONDS
        : Math.min(LONGEST_PAUSE_SECONDS, Duration.between(now, at).toSeconds() + 1);
  }
}
