package io.bellhop.check;

import java.util.List;

/** One thing that routes must keep to. It looks at files only; nothing is started. */
@FunctionalInterface
interface Rule {
  List<Finding> look(Routes routes);
}
