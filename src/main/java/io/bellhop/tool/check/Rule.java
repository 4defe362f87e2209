package io.bellhop.tool.check;

import java.util.List;

/** One rule for routes. It only looks at files; nothing starts. */
interface Rule {
  List<Finding> look(Routes routes);

  /**
   * Whether it depends on other files of a folder: it cannot judge a folder with an unparsable
   * file.
   */
  default boolean needsWholeFolder() {
    return false;
  }
}
