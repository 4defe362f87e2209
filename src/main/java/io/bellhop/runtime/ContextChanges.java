package io.bellhop.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * What a hub has added to a context's model: a context that stops keeps it, and would bring back
 * routes whose beans are gone when it starts again.
 */
final class ContextChanges {
  private final ModelCamelContext context;
  private final List<RouteDefinition> routes;
  private final List<RouteTemplateDefinition> templates;
  private final List<RouteConfigurationDefinition> configurations;

  private ContextChanges(
      ModelCamelContext context,
      List<RouteDefinition> routes,
      List<RouteTemplateDefinition> templates,
      List<RouteConfigurationDefinition> configurations) {
    this.context = context;
    this.routes = routes;
    this.templates = templates;
    this.configurations = configurations;
  }

  /** What is there now, before anything is added. */
  static ContextChanges before(ModelCamelContext context) {
    return new ContextChanges(
        context,
        List.copyOf(context.getRouteDefinitions()),
        List.copyOf(context.getRouteTemplateDefinitions()),
        List.copyOf(context.getRouteConfigurationDefinitions()));
  }

  /** What has been added to it since. */
  ContextChanges since() {
    ContextChanges now = before(context);
    return new ContextChanges(
        context,
        without(now.routes, routes),
        without(now.templates, templates),
        without(now.configurations, configurations));
  }

  private static <T> List<T> without(List<T> all, List<T> some) {
    List<T> rest = new ArrayList<>(all);
    rest.removeAll(new HashSet<>(some));
    return rest;
  }

  /**
   * Takes all of it out again, and routes that were added later.
   *
   * @param prefix what the ids of those begin with
   * @param kamelets what the names of Kamelets begin with whose routes go too: the context would
   *     start them beside those that it makes of the same Kamelets anew
   */
  void remove(String prefix, String kamelets) throws Exception {
    Set<RouteDefinition> going = new HashSet<>(routes);
    context.getRouteDefinitions().stream()
        .filter(
            route ->
                route.getRouteId() != null
                    && (route.getRouteId().startsWith(prefix) || isOf(route, kamelets)))
        .forEach(going::add);
    for (RouteDefinition route : going) {
      if (route.getRouteId() != null) {
        context.removeRoute(route.getRouteId());
      }
    }
    // Not by removeRouteDefinition: that would stop each route, for which a context that has
    // stopped takes its whole shutdown timeout.
    context.getRouteDefinitions().removeAll(going);
    context.removeRouteTemplateDefinitions(templates);
    for (RouteConfigurationDefinition configuration : configurations) {
      context.removeRouteConfiguration(configuration);
    }
  }

  private static boolean isOf(RouteDefinition route, String kamelets) {
    return Boolean.TRUE.equals(route.isKamelet())
        && route.getTemplateParameters() != null
        && String.valueOf(route.getTemplateParameters().get("templateId")).startsWith(kamelets);
  }
}
