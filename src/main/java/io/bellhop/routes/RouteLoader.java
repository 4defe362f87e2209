package io.bellhop.routes;

import io.bellhop.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Loads the routes of the folders into a context, then those in Java. It remembers the folder of
 * each route, so that it can replace the routes of one folder while the others run. Thread-safe.
 */
public final class RouteLoader {
  /** A stop does not wait longer for a route that waits for a provider's API: the inbox retries. */
  private static final long PATIENCE_MILLIS = 200;

  private static final Pattern MODEL = Pattern.compile(" (at: >>> |because of ).*$");
  private static final Pattern PLACE = Pattern.compile("in \\S+, line \\d+, column \\d+");

  private final ModelCamelContext context;
  private final Map<Path, List<RouteDefinition>> loaded = new HashMap<>();
  private volatile RouteSources sources;

  public RouteLoader(CamelContext context, RouteSources sources) {
    this.context = (ModelCamelContext) context;
    this.sources = sources;
  }

  /**
   * Loads the routes of all folders.
   *
   * @throws ConfigException if a file cannot be used
   */
  public synchronized void load() {
    try {
      for (Path folder : sources.folders().keySet()) {
        add(folder);
      }
    } catch (Exception e) {
      throw new ConfigException("Bellhop cannot use a route file: " + reason(e), e);
    }
  }

  /**
   * Loads the routes that are written in Java: those on the class path, and those in the registry
   * of the context. Call it after {@link #load}, because they use its templates.
   */
  public synchronized void loadJava() {
    Set<ProviderRoutes> found = new LinkedHashSet<>();
    ServiceLoader.load(ProviderRoutes.class, classes()).forEach(found::add);
    found.addAll(context.getRegistry().findByType(ProviderRoutes.class));
    for (ProviderRoutes routes : found) {
      try {
        context.addRoutes(routes);
        context.addTemplatedRoutes(routes);
      } catch (Exception e) {
        throw new ConfigException(
            "Bellhop cannot use the routes of " + routes.getClass().getName() + ": " + reason(e),
            e);
      }
    }
  }

  private ClassLoader classes() {
    ClassLoader classes = context.getApplicationContextClassLoader();
    return classes == null ? getClass().getClassLoader() : classes;
  }

  /**
   * The text of a file that a route names. It may be in a folder or on the class path, where a jar
   * with routes in Java has its mappings.
   *
   * @throws IllegalArgumentException if there is no such file
   */
  public String read(String name) {
    return sources.find(name).orElseGet(() -> onClassPath(name));
  }

  /** The fields of an account's {@code api} that the files of a provider's folder use. */
  public Set<String> askedFields(String provider) {
    return ReferencedApiFields.in(sources, provider);
  }

  /** The files that the current routes were loaded from. */
  RouteSources texts() {
    return sources;
  }

  /**
   * Replaces the routes of one folder. If that fails, it restores the previous ones.
   *
   * <p>For a moment there is no consumer: a message in progress may fail, and a webhook may be
   * answered with 404. The inbox and the provider retry, and this is for development only.
   *
   * @param ids the ids of the new routes
   */
  synchronized void replace(Path folder, Map<Path, String> next, List<String> ids)
      throws Exception {
    refuseIdsOfOthers(folder, ids);
    RouteSources before = sources;
    remove(folder);
    sources = before.with(folder, next);
    try {
      add(folder);
    } catch (Exception e) {
      remove(folder);
      sources = before;
      add(folder);
      throw e;
    }
  }

  /**
   * Camel takes a second route with the same id for a new version of the first, and drops the
   * first.
   */
  private void refuseIdsOfOthers(Path folder, List<String> ids) {
    List<RouteDefinition> others = new ArrayList<>(context.getRouteDefinitions());
    others.removeAll(loaded.getOrDefault(folder, List.of()));
    for (RouteDefinition other : others) {
      if (ids.contains(other.getRouteId())) {
        throw taken(other.getRouteId(), folder);
      }
    }
  }

  private static ConfigException taken(String id, Path folder) {
    return new ConfigException(
        "the route id " + id + " stands both in " + folder + " and elsewhere");
  }

  /** Returns the ids of the added routes. */
  List<String> add(Path folder) throws Exception {
    List<Resource> resources = new ArrayList<>();
    sources
        .routes(folder)
        .forEach(
            (file, text) ->
                resources.add(
                    ResourceHelper.fromBytes(
                        "file:" + file, text.getBytes(StandardCharsets.UTF_8))));
    List<RouteDefinition> before = List.copyOf(context.getRouteDefinitions());
    try {
      PluginHelper.getRoutesLoader(context).loadRoutes(resources);
      for (JavaRouteFile file : sources.javaRoutes(folder)) {
        RoutesBuilder routes = file.builder(classes());
        context.addRoutes(routes);
        context.addTemplatedRoutes(routes);
      }
    } finally {
      List<RouteDefinition> added = new ArrayList<>(context.getRouteDefinitions());
      added.removeAll(before);
      loaded.put(folder, added);
    }
    for (RouteDefinition route : before) {
      if (!context.getRouteDefinitions().contains(route)) {
        throw taken(route.getRouteId(), folder);
      }
    }
    return loaded.get(folder).stream().map(RouteDefinition::getRouteId).toList();
  }

  private void remove(Path folder) throws Exception {
    // Stops the listener first, so that messages in the later routes can finish.
    for (RouteDefinition route : loaded.getOrDefault(folder, List.of())) {
      context
          .getRouteController()
          .stopRoute(route.getRouteId(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      context.removeRouteDefinition(route);
    }
    loaded.remove(folder);
  }

  private String onClassPath(String name) {
    String place = "routes/" + name;
    try (InputStream in =
        name.contains("..") ? null : context.getClassResolver().loadResourceAsStream(place)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "there is no file " + name + " in " + sources.roots() + ", nor on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts an error on one line. Camel spreads it over several lines, repeats the place and the
   * cause, and quotes whole routes between them.
   */
  static String reason(Throwable error) {
    List<String> parts = new ArrayList<>();
    for (Throwable t = error; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      String line = message.lines().map(String::strip).findFirst().orElse("");
      line = MODEL.matcher(line).replaceFirst("");
      Matcher place = PLACE.matcher(message);
      if (place.find() && !line.contains(place.group())) {
        line += " " + place.group().replace("file:", "");
      }
      String part = line;
      if (parts.stream().noneMatch(other -> other.contains(part))) {
        parts.removeIf(part::contains);
        parts.add(part);
      }
    }
    return String.join(": ", parts);
  }
}
