package io.bellhop.setup;

import io.bellhop.config.ConfigException;

/** Says what is wrong with what somebody asks for. */
interface Faults {
  /**
   * @param place as {@code webhooks[2].headers}
   */
  ConfigException fault(String place, String what);
}
