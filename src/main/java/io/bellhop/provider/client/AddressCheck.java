package io.bellhop.provider.client;

import java.io.IOException;
import java.net.URI;

/** Says whether an API may be called where an account says that it is. May block. */
@FunctionalInterface
public interface AddressCheck {
  /**
   * @throws IOException if it may not, or if its name has no address
   */
  void check(URI url) throws IOException;
}
