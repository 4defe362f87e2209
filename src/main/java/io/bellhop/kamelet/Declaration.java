package io.bellhop.kamelet;

import io.bellhop.setup.DeclaredSubscription;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What a Kamelet in a route needs from a hub: a subscription, and perhaps an account.
 *
 * @param name of the subscription; a second declaration with this name continues it
 * @param endpoint receives the events
 * @param account receives the id of the account, if there is one
 */
public record Declaration(
    String name, String endpoint, DeclaredSubscription wanted, Consumer<UUID> account) {
  /** The name of the sink and the subscription. */
  public String sink() {
    return sink(name);
  }

  static String sink(String name) {
    return "kamelet-" + name;
  }
}
