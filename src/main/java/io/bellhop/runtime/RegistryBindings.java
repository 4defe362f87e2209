package io.bellhop.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.spi.Registry;

/** The beans that a hub has bound in a context, for routes and for Camel. */
final class RegistryBindings {
  private final Registry registry;
  private final Map<String, Object> bound = new LinkedHashMap<>();

  RegistryBindings(Registry registry) {
    this.registry = registry;
  }

  void bind(String name, Object bean) {
    registry.bind(name, bean);
    bound.put(name, bean);
  }

  void bind(String name, DataSource source) {
    registry.bind(name, DataSource.class, source);
    bound.put(name, source);
  }

  /** Unbinds them, except beans that another one has replaced meanwhile. */
  void unbind() {
    bound.forEach(
        (name, bean) -> {
          if (registry.lookupByName(name) == bean) {
            registry.unbind(name);
          }
        });
    bound.clear();
  }
}
