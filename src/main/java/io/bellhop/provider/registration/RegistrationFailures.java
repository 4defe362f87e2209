package io.bellhop.provider.registration;

import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.MissingAccountFieldException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.failure.RetryableException;
import io.bellhop.store.DatabaseErrors;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes a route's failure for the caller. */
final class RegistrationFailures {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrationFailures.class);

  private static final long USUAL_PAUSE_SECONDS = 10;
  private static final long LONGEST_PAUSE_SECONDS = 3600;

  private RegistrationFailures() {}

  /**
   * @param call the last call to the provider's API; empty if there was none
   */
  static RegistrationException of(Throwable failure, String call, Instant now) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CredentialsException) {
        return RegistrationException.refused(
            "provider_refused",
            t.getMessage() + at(call) + ": correct the account's api credentials by PUT");
      }
      if (t instanceof RetryableException again) {
        return RegistrationException.later(
            "provider_unavailable", t.getMessage() + at(call), seconds(again.at(), now));
      }
      if (t instanceof ApiRejectedException) {
        return RegistrationException.refused(
            "provider_refused",
            t.getMessage()
                + at(call)
                + ": the credentials may lack a permission, or the provider does not"
                + " accept what Bellhop sent");
      }
      if (t instanceof MissingAccountFieldException) {
        return RegistrationException.refused("account_incomplete", t.getMessage());
      }
      if (t instanceof PermanentFailureException) {
        return RegistrationException.refused("provider_answer", t.getMessage() + at(call));
      }
      if (DatabaseErrors.isAway(t)) {
        return RegistrationException.later(
            "service_unavailable", "The database does not answer: try again", 5);
      }
    }
    // The message of the failure may quote an answer, which may contain the listener URL.
    LOG.error("Bellhop cannot make a webhook: {}{}", failure.getClass().getName(), at(call));
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
