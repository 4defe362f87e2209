package io.bellhop.monitor;

import io.bellhop.provider.pause.Pause;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** For which accounts the provider's API does not work; webhooks are taken all the same. */
public final class PauseHealthCheck extends AccountsHealthCheck<Pause> {
  public PauseHealthCheck(Supplier<Optional<List<Pause>>> degraded) {
    super("bellhop-accounts", "degraded accounts", degraded);
  }

  @Override
  protected String account(Pause pause) {
    return pause.account().toString();
  }

  @Override
  protected String text(Pause pause) {
    return pause.provider()
        + " "
        + pause.reason().text()
        + " since "
        + pause.since()
        + (pause.part().isEmpty() ? "" : " at " + pause.part())
        + ": "
        + pause.detail();
  }
}
