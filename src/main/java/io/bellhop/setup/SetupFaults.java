package io.bellhop.setup;

import io.bellhop.config.ConfigException;

/** Says what is wrong with what somebody asks for. */
interface SetupFaults {
  /**
   * @param place as {@code subscriptions[2].headers}
   */
  ConfigException fault(String place, String what);
}
