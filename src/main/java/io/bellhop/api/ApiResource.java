package io.bellhop.api;

import java.util.List;

/** Everything behind one word after /api/v1/. Thread-safe. */
interface ApiResource {
  /** All calls that there are; whatever else is asked for is refused before it gets here. */
  List<ApiOperation> calls();
}
