package io.bellhop.monitor;

import io.bellhop.monitor.inactivity.InactiveAccounts.Silent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which accounts are silent: no restart of the hub makes a provider send again. */
public final class InactivityHealthCheck extends AccountsHealthCheck<Silent> {
  public InactivityHealthCheck(Supplier<Optional<List<Silent>>> accounts) {
    super("bellhop-silence", "silent accounts", accounts);
  }

  @Override
  protected String account(Silent one) {
    return one.account().toString();
  }

  @Override
  protected String text(Silent one) {
    return one.provider() + " since " + one.since();
  }
}
