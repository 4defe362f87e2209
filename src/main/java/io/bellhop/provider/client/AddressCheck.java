package io.bellhop.provider.client;

import java.io.IOException;
import java.net.URI;

/** Decides whether Bellhop may call the address that an account names. May block. */
@FunctionalInterface
public interface AddressCheck {
  /**
   * @throws IOException if Bellhop may not call it, or if its name has no address
   */
  void check(URI url) throws IOException;
}
