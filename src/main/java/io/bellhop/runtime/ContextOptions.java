package io.bellhop.runtime;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.PluginHelper;

/**
 * Reads the options of an embedded hub: the Camel properties of the host that start with bellhop.
 */
public final class ContextOptions {
  private static final String PREFIX = "bellhop.";

  /** Only the standalone server reads these. In a host they would silently have no effect. */
  private static final List<String> OF_SERVE =
      List.of(
          "bellhop.config",
          "bellhop.log.format",
          "bellhop.management.host",
          "bellhop.management.port",
          "bellhop.tracing",
          "bellhop.tracing.endpoint",
          "bellhop.tracing.ratio",
          "bellhop.warm-up");

  private ContextOptions() {}

  /** Whether an option applies only to the standalone server. */
  static boolean isOfServe(String option) {
    return OF_SERVE.contains(option);
  }

  /**
   * @param first options that take precedence over the context's properties
   * @param unpacked see {@link RouteFolders#of(Options, Path)}
   * @throws ConfigException for an option that does not exist, or has no effect here
   */
  public static Options of(CamelContext context, Map<String, String> first, Path unpacked) {
    Given given = new Given(context, first);
    for (String option : OF_SERVE) {
      if (given.value(option) != null) {
        throw new ConfigException(
            option + " is for Bellhop as a process of its own; in a host application leave it out");
      }
    }
    return Options.of(given, options -> RouteFolders.of(options, unpacked).options());
  }

  /**
   * The names in Spring's environment, which Camel can query but not list. It uses the bean by
   * name, because most hosts have no Spring.
   */
  private static Set<String> namesInSpring(CamelContext context) {
    Set<String> names = new TreeSet<>();
    BeanIntrospection beans = PluginHelper.getBeanIntrospection(context);
    Object environment = context.getRegistry().lookupByName("environment");
    if (environment != null
        && beans.getOrElseProperty(environment, "propertySources", null, false)
            instanceof Iterable<?> sources) {
      for (Object source : sources) {
        if (beans.getOrElseProperty(source, "propertyNames", null, false)
            instanceof String[] listed) {
          Arrays.stream(listed).filter(name -> name.startsWith(PREFIX)).forEach(names::add);
        }
      }
    }
    return names;
  }

  private record Given(CamelContext context, Map<String, String> first) implements Options.Given {
    private PropertiesComponent properties() {
      return context.getPropertiesComponent();
    }

    @Override
    public Set<String> names() {
      Set<String> names = new TreeSet<>(first.keySet());
      names.addAll(
          properties().loadProperties(name -> name.startsWith(PREFIX)).stringPropertyNames());
      names.addAll(namesInSpring(context));
      return names;
    }

    @Override
    public String value(String name) {
      String value = first.get(name);
      return value != null ? value : properties().resolveProperty(name).orElse(null);
    }
  }
}
