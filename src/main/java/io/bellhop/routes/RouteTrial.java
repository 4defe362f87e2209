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
 * Builds routes in a context of its own where none is started: what Camel, a template or a mapping
 * has against them shows before anything that serves is touched.
 */
public final class RouteTrial {
  private static final String APIS = "bellhopApiClients";

  private final Registry registry;
  private final Supplier<Listeners> listeners;
  private final Function<Listeners, ProviderLists> lists;
  private final Map<String, String> options;
  private final ObjectMapper mapper;

  /**
   * @param registry of the context that serves
   * @param listeners makes what listeners are opened with, since settings on trial do not count yet
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

  /** Gives the ids of the routes of a folder, or throws what is wrong with them. */
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
      // Camel builds a route when it is added to a context that runs; this setting keeps Camel from
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

  /** Only what routes name: the rest belongs to the context that serves, which must not notice. */
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
