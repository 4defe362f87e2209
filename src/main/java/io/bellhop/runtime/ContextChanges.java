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
 * The changes of a hub to a context's model. A stopped context keeps its model, so at its next
 * start it would start the hub's routes without their beans.
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

  /** Records the model before a hub adds anything. */
  static ContextChanges before(ModelCamelContext context) {
    return new ContextChanges(
        context,
        List.copyOf(context.getRouteDefinitions()),
        List.copyOf(context.getRouteTemplateDefinitions()),
        List.copyOf(context.getRouteConfigurationDefinitions()));
  }

  /** What was added since. */
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
   * Removes all of it, and routes that were added later.
   *
   * @param prefix the prefix of the ids of those routes
   * @param kamelets the prefix of the Kamelets whose routes it removes too; the context would start
   *     them beside the routes that it creates again from the same Kamelets
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
    // removeRouteDefinition would stop each route, which in a stopped context takes the whole
    // shutdown timeout.
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
