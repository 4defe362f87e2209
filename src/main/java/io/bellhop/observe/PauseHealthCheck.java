package io.bellhop.observe;

import io.bellhop.pause.Pause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * For which accounts the provider's API does not work. It is always up: no restart of ours mends a
 * provider, and webhooks are taken all the same.
 */
public final class PauseHealthCheck extends AbstractHealthCheck {
  /** Enough to see what is going on; the metric counts all. */
  private static final int MOST = 100;

  private final Supplier<Optional<List<Pause>>> degraded;

  public PauseHealthCheck(Supplier<Optional<List<Pause>>> degraded) {
    super("bellhop", "bellhop-accounts");
    this.degraded = degraded;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return true;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up();
    Optional<List<Pause>> now = degraded.get();
    if (now.isEmpty()) {
      builder.message("not known: the database does not answer");
    } else if (!now.get().isEmpty()) {
      builder.message("degraded accounts: " + now.get().size());
      now.get().stream()
          .limit(MOST)
          .forEach(pause -> builder.detail(pause.account().toString(), text(pause)));
    }
  }

  private static String text(Pause pause) {
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
