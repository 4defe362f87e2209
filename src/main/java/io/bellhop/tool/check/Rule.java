package io.bellhop.tool.check;

import java.util.List;

/** One thing that routes must keep to. It looks at files only; nothing is started. */
interface Rule {
  List<Finding> look(Routes routes);

  /**
   * Whether it depends on other files of a folder: it cannot judge a folder where one of them
   * cannot be parsed.
   */
  default boolean needsWholeFolder() {
    return false;
  }
}
