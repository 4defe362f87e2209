package io.bellhop.setup;

import io.bellhop.config.ConfigException;

/** Creates the error for an invalid place in a declaration. */
interface SetupFaults {
  /**
   * @param place as {@code subscriptions[2].headers}
   */
  ConfigException fault(String place, String what);
}
