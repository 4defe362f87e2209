package io.bellhop.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What routes call is there, once; and a listener has somebody to hand its deliveries to. */
final class DirectRule implements Rule {
  private static final String INGEST = "bellhop-ingest";
  private static final String REGISTER = "bellhop-register";
  private static final String FOLLOW_UP = "bellhop-follow-up";

  private final boolean javaRoutes;

  /**
   * @param javaRoutes whether there are routes that stand in no file: they may begin anywhere
   */
  DirectRule(boolean javaRoutes) {
    this.javaRoutes = javaRoutes;
  }

  @Override
  public boolean needsWholeFolder() {
    return true;
  }

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    Set<String> known = consumers(routes, findings);
    List<Finding> unknown = unknown(routes, known);
    findings.addAll(javaRoutes ? unknown.stream().map(Finding::butHarmless).toList() : unknown);
    return findings;
  }

  private static List<Finding> unknown(Routes routes, Set<String> known) {
    List<Finding> findings = new ArrayList<>();
    for (Endpoint call : routes.calls()) {
      if (call.isDirect() && !call.isOpen()) {
        if (!known.contains(call.uri())) {
          findings.add(
              call.file()
                  .finding(
                      call.line(),
                      "no route begins at " + call.uri(),
                      Suggestion.of(call.uri(), known)));
        }
        if (call.uri().equals(Endpoint.DIRECT + FOLLOW_UP)) {
          needs(call.file(), call.line(), call.file().folder() + "-follow-up", known, findings);
        }
      }
    }
    for (Template.Use use : routes.templatedRoutes()) {
      if (use.template().equals(INGEST)) {
        needs(use.file(), use.node().line(), use.value("provider"), known, findings);
      }
      if (use.template().equals(REGISTER)) {
        registers(use, known, findings);
      }
    }
    return findings;
  }

  /** What a route of the template that makes webhooks calls by its parameters. */
  private static void registers(Template.Use use, Set<String> known, List<Finding> findings) {
    List<String> called = new ArrayList<>(List.of(use.value("provider") + "-api"));
    if (!use.value("after").isEmpty()) {
      called.add(use.value("after"));
    }
    for (String name : called) {
      if (!known.contains(Endpoint.DIRECT + name)) {
        findings.add(
            use.file()
                .finding(
                    use.node().line(),
                    "no route begins at " + Endpoint.DIRECT + name,
                    Suggestion.of(Endpoint.DIRECT + name, known)));
      }
    }
  }

  private static Set<String> consumers(Routes routes, List<Finding> findings) {
    Map<String, String> places = new HashMap<>();
    for (Endpoint from : routes.consumers()) {
      if (from.isDirect()) {
        String other = places.putIfAbsent(from.uri(), from.file().place(from.line()));
        if (other != null) {
          findings.add(
              from.file()
                  .finding(
                      from.line(),
                      "a second route begins at " + from.uri() + ", the first in " + other,
                      "a message goes to one of them only: rename one"));
        }
      }
    }
    return new TreeSet<>(places.keySet());
  }

  /** What the hub itself calls. */
  private static void needs(
      RouteFile file, int line, String name, Set<String> known, List<Finding> findings) {
    String uri = Endpoint.DIRECT + "bellhop-" + name;
    if (!known.contains(uri)) {
      findings.add(
          file.finding(line, "no route begins at " + uri + ", where its deliveries go", "add one"));
    }
  }
}
