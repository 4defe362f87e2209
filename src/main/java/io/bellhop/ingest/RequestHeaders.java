package io.bellhop.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The headers of a request as they came. Names are compared without case; a header that proves
 * something must stand exactly once, since two values let a sender choose which one is read.
 */
public final class RequestHeaders {
  private final Map<String, List<String>> values = new TreeMap<>();

  public RequestHeaders(Iterable<Map.Entry<String, String>> entries) {
    for (Map.Entry<String, String> entry : entries) {
      values
          .computeIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
          .add(entry.getValue());
    }
  }

  /** The value, or null if the header is not there or stands more than once. */
  public String one(String name) {
    List<String> found = values.get(name.toLowerCase(Locale.ROOT));
    return found != null && found.size() == 1 ? found.get(0) : null;
  }

  public Map<String, List<String>> all() {
    return values;
  }
}
