package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.account.AccountCheck;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.PausedException;
import io.bellhop.failure.RetryableException;
import io.bellhop.provider.ratelimit.CallPriority;

/**
 * The one call that shows whether an account's credentials work, if its provider has such a call.
 */
record ApiProbe(ApiClient client, ApiSettings settings) {
  /** A person waits for the result, so Bellhop makes this call even while the account is paused. */
  private static final CallPriority ASKED = new CallPriority(false, false, true);

  AccountCheck check(Account account) {
    String path = settings.probePath();
    if (path.isEmpty()) {
      return AccountCheck.notChecked(
          "the provider's folder names no harmless call: probePath of bellhop-api");
    }
    String part = PathParts.of(path);
    try {
      client.call(
          account,
          new ApiCall(
              "GET",
              path,
              part,
              settings.headers().fill(account, variable -> null),
              null,
              true,
              null,
              made -> {}),
          ASKED);
      return AccountCheck.ok("GET " + part + " answers");
    } catch (ApiRejectedException e) {
      return failed(part, e);
    } catch (RetryableException e) {
      if (e instanceof CredentialsException || e instanceof PausedException) {
        return failed(part, e);
      }
      return e.counts()
          ? AccountCheck.unanswered("GET " + part + ": " + e.getMessage())
          : AccountCheck.notChecked(e.getMessage());
    }
  }

  private static AccountCheck failed(String part, RuntimeException e) {
    return AccountCheck.failed("GET " + part + ": " + e.getMessage());
  }
}
