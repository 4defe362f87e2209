package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.ProviderRules;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The loaded providers, and the names that an account of each may have. */
final class ProvidersResource {
  private static final String TYPE = "provider";

  private final ProviderRules rules;

  ProvidersResource(ProviderRules rules) {
    this.rules = rules;
  }

  List<ApiOperation> operations() {
    return List.of(ApiOperation.of("GET", "providers", request -> list()));
  }

  private ApiAnswer list() {
    return ApiAnswer.list(
        rules.providers().stream().map(this::item).toList(),
        ApiAnswer.object().put("total", rules.providers().size()));
  }

  private ObjectNode item(String provider) {
    ObjectNode attributes = ApiAnswer.object();
    put(attributes.putArray("api"), rules.apiFields(provider).orElse(Set.of()));
    put(attributes.putArray("webhook"), rules.webhookFields(provider));
    return ApiAnswer.item(provider, TYPE, attributes);
  }

  private static void put(ArrayNode names, Set<String> fields) {
    new TreeSet<>(fields).forEach(names::add);
  }
}
