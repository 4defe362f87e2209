package io.bellhop.routes;

import io.bellhop.config.TemplateParameters;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/** The former names of template parameters that the loaded routes still use. */
public final class FormerParameters {
  private FormerParameters() {}

  /** The former names, each with its current name. */
  public static Map<String, String> of(CamelContext context) {
    Map<String, String> written = new TreeMap<>();
    for (RouteDefinition route : ((ModelCamelContext) context).getRouteDefinitions()) {
      Map<String, Object> given = route.getTemplateParameters();
      if (given != null) {
        TemplateParameters.FORMER.forEach(
            (name, former) -> {
              if (!String.valueOf(given.getOrDefault(former, "")).isBlank()) {
                written.put(former, name);
              }
            });
      }
    }
    return written;
  }
}
