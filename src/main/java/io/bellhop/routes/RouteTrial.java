package io.bellhop.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.ingest.Listeners;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.sync.ProviderLists;
import io.bellhop.routes.jslt.JsltLanguage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;

/**
 * Builds routes in a separate context without starting them, to find errors of Camel, a template or
 * a mapping before they affect the running routes.
 */
public final class RouteTrial {
  private static final String APIS = "bellhopApiClients";

  private final Registry registry;
  private final Supplier<Listeners> listeners;
  private final Function<Listeners, ProviderLists> lists;
  private final Map<String, String> options;
  private final ObjectMapper mapper;

  /**
   * @param registry the registry of the running context
   * @param listeners creates the listeners of the trial, whose settings must not take effect
   */
  public RouteTrial(
      Registry registry,
      Supplier<Listeners> listeners,
      Function<Listeners, ProviderLists> lists,
      Map<String, String> options,
      ObjectMapper mapper) {
    this.registry = registry;
    this.listeners = listeners;
    this.lists = lists;
    this.options = options;
    this.mapper = mapper;
  }

  /** Returns the ids of a folder's routes, or throws the first error in them. */
  List<String> run(RouteSources sources, Path folder) throws Exception {
    try (DefaultCamelContext context =
        new DefaultCamelContext(new DefaultRegistry(new Visible(registry)))) {
      context.disableJMX();
      options.forEach(context.getPropertiesComponent()::addInitialProperty);
      RouteLoader loader = new RouteLoader(context, sources);
      Listeners onTrial = listeners.get();
      context.getRegistry().bind("bellhopListeners", onTrial);
      context.getRegistry().bind("bellhopLists", lists.apply(onTrial));
      ApiClients served = registry.lookupByNameAndType(APIS, ApiClients.class);
      context.getRegistry().bind(APIS, served.onTrial());
      context.getRegistry().bind("jslt-language", new JsltLanguage(loader::read, mapper));
      // Camel builds a route when it is added to a running context; this setting keeps Camel from
      // starting it.
      context.setAutoStartup(false);
      context.start();
      for (Path shared : sources.folders().keySet()) {
        if (RouteFolders.shared(shared)) {
          loader.add(shared);
        }
      }
      return loader.add(folder);
    }
  }

  /**
   * Shows only the beans that routes name; the others belong to the running context, which must not
   * notice the trial.
   */
  private record Visible(Registry all) implements BeanRepository {
    private static final Set<String> OF_THE_TRIAL =
        Set.of("bellhopListeners", "bellhopLists", APIS);

    private static boolean named(String name) {
      return name.startsWith("bellhop") && !OF_THE_TRIAL.contains(name)
          || name.startsWith("platform-http-router");
    }

    @Override
    public Object lookupByName(String name) {
      return named(name) ? all.lookupByName(name) : null;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
      return named(name) ? all.lookupByNameAndType(name, type) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
      return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
      return Set.of();
    }
  }
}
