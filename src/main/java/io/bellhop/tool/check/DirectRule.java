package io.bellhop.tool.check;

import io.bellhop.config.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Routes that others call exist exactly once; and a listener has a route for its messages. */
final class DirectRule implements Rule {
  private static final String INGEST = "bellhop-ingest";
  private static final String FOLLOW_UP = "bellhop-follow-up";

  private final boolean javaRoutes;

  /**
   * @param javaRoutes whether routes exist outside files: they may begin at any endpoint
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
    RouteCalls calls = new RouteCalls(routes);
    for (Endpoint call : calls.calls()) {
      needs(call, known, findings);
      if (call.uri().equals(Endpoint.DIRECT + FOLLOW_UP) && !call.isOpen()) {
        needs(call.file(), call.line(), call.file().folder() + "-follow-up", known, findings);
      }
    }
    for (Template.Use use : routes.templatedRoutes()) {
      if (use.template().equals(INGEST)) {
        needs(use.file(), use.node().line(), use.value("provider"), known, findings);
      }
      calls.calls(use).forEach(call -> needs(call, known, findings));
    }
    return findings;
  }

  private static Set<String> consumers(Routes routes, List<Finding> findings) {
    Map<String, String> places = new HashMap<>();
    for (Endpoint from : new RouteCalls(routes).consumers()) {
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
    Set<String> known = new TreeSet<>(places.keySet());
    routes.javaFiles().forEach(file -> known.addAll(file.consumers()));
    return known;
  }

  private static void needs(Endpoint call, Set<String> known, List<Finding> findings) {
    if (call.isDirect() && !call.isOpen() && !known.contains(call.uri())) {
      findings.add(
          call.file()
              .finding(
                  call.line(),
                  "no route begins at " + call.uri(),
                  Suggestions.questionOrAll(call.uri(), known)));
    }
  }

  /** Adds a finding if an endpoint is missing that the hub itself calls. */
  private static void needs(
      RouteFile file, int line, String name, Set<String> known, List<Finding> findings) {
    String uri = Endpoint.DIRECT + "bellhop-" + name;
    if (!known.contains(uri)) {
      findings.add(
          file.finding(line, "no route begins at " + uri + ", where its messages go", "add one"));
    }
  }
}
