package io.bellhop.tool.check;

import io.bellhop.json.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a hub's routes begin, and which endpoints they call. */
final class RouteCalls {
  private static final Set<String> CALLS = Set.of("to", "toD", "wireTap");
  private static final Set<String> ENRICHMENTS = Set.of("enrich", "pollEnrich");

  private final Routes routes;

  RouteCalls(Routes routes) {
    this.routes = routes;
  }

  /** Where routes begin, including those made from templates. */
  List<Endpoint> consumers() {
    List<Endpoint> consumers = new ArrayList<>();
    routes.routes().forEach(route -> consumers.add(route.from()));
    routes.each("from", Endpoint::of).forEach(consumers::add);
    for (Template.Use use : routes.templatedRoutes()) {
      Template template = routes.templates().get(use.template());
      if (template != null) {
        Map<String, String> values = new HashMap<>(template.defaults());
        values.putAll(use.values());
        Endpoint from = Endpoint.of(template.file(), template.node().get("route").get("from"));
        consumers.add(new Endpoint(use.file(), use.node().line(), from.with(values).uri()));
      }
    }
    return consumers;
  }

  /** The endpoints that routes call. */
  List<Endpoint> calls() {
    List<Endpoint> calls = new ArrayList<>();
    routes.uses().forEach(use -> call(use.file(), use.field(), calls));
    return calls;
  }

  /** The endpoints that a templated route calls by its parameters. */
  List<Endpoint> calls(Template.Use use) {
    Template template = routes.templates().get(use.template());
    List<Endpoint> calls = new ArrayList<>();
    if (template != null) {
      calls(template.file(), template.node().get("route"), calls);
    }
    Map<String, String> values = new HashMap<>();
    if (template != null) {
      values.putAll(template.defaults());
    }
    values.putAll(use.values());
    return calls.stream()
        .filter(Endpoint::isOpen)
        .map(call -> new Endpoint(use.file(), use.node().line(), call.with(values).uri()))
        .toList();
  }

  private static void calls(RouteFile file, YamlNode node, List<Endpoint> calls) {
    for (YamlNode.Field field : node.fields()) {
      call(file, field, calls);
      calls(file, field.value(), calls);
    }
    node.items().forEach(item -> calls(file, item, calls));
  }

  private static void call(RouteFile file, YamlNode.Field field, List<Endpoint> calls) {
    if (CALLS.contains(field.name())) {
      calls.add(Endpoint.of(file, field.value()));
    } else if (ENRICHMENTS.contains(field.name())) {
      calls.add(Endpoint.ofEnrich(file, field.value()));
    }
  }
}
