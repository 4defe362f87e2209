package io.bellhop.kamelet;

import io.bellhop.setup.DeclaredSubscription;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What one use of a Kamelet asks of a hub: a subscription, and perhaps an account.
 *
 * @param name the subscription's: a second declaration of it goes on where it was
 * @param endpoint where its events go
 * @param account gets the id of the account, if there is one
 */
public record Declaration(
    String name, String endpoint, DeclaredSubscription wanted, Consumer<UUID> account) {
  /** The name of its sink and of its subscription. */
  public String sink() {
    return sink(name);
  }

  static String sink(String name) {
    return "kamelet-" + name;
  }
}
