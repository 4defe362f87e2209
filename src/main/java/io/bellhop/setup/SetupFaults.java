package io.bellhop.setup;

import io.bellhop.config.ConfigException;

/** Makes the error for a wrong place in a declaration. */
interface SetupFaults {
  /**
   * @param place as {@code subscriptions[2].headers}
   */
  ConfigException fault(String place, String what);
}
