package io.bellhop.tool.check;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Camel's error when it cannot create a route, at the line of that route. */
final class LoadFinding {
  private static final Pattern ROUTE = Pattern.compile("Failed to create route:? (\\S+)");
  private static final Pattern WRAPPER =
      Pattern.compile(
          "Failed to create route|Bellhop does not start|Bellhop cannot use a route"
              + " file|Cannot create bean");
  private static final Pattern PLACE = Pattern.compile("file:(\\S+?), line (\\d+)");

  private LoadFinding() {}

  /**
   * @param fallback the file or folder if Camel names no place
   */
  static Finding of(Exception error, Routes routes, Path fallback) {
    String message = String.valueOf(error.getMessage());
    String reason = reason(error);
    Matcher place = PLACE.matcher(message);
    if (place.find()) {
      return new Finding(Path.of(place.group(1)), Integer.parseInt(place.group(2)), reason, "");
    }
    Matcher route = ROUTE.matcher(message);
    return (route.find() ? find(routes, route.group(1), reason) : Optional.<Finding>empty())
        .orElseGet(() -> new Finding(fallback, 0, "Bellhop cannot load the routes: " + reason, ""));
  }

  private static Optional<Finding> find(Routes routes, String id, String reason) {
    String what = "Camel cannot create the route " + id + ": " + reason;
    Stream<Finding> written =
        routes.routes().stream()
            .filter(route -> route.id().equals(id))
            .map(route -> route.file().finding(route.node().line(), what, ""));
    Stream<Finding> templated =
        routes.templatedRoutes().stream()
            .filter(use -> use.node().get("routeId").text().equals(id))
            .map(use -> use.file().finding(use.node().line(), what, ""));
    return Stream.concat(written, templated).findFirst();
  }

  /** Outer messages repeat the whole route, and the innermost may not name its subject. */
  private static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null && WRAPPER.matcher(String.valueOf(cause.getMessage())).find()) {
      cause = cause.getCause();
    }
    return cause.getMessage().replaceAll("\\s*\\R[\\s*]*", " ").strip();
  }
}
