package io.bellhop.runtime;

import io.bellhop.config.Options;
import io.bellhop.kamelet.Declaration;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Applies the declarations of the operator and of Kamelets at startup: sinks, accounts,
 * subscriptions.
 */
final class HubSetup {
  private final CamelContext context;
  private final HubServices services;
  private final HubRules rules;
  private final Options options;

  HubSetup(CamelContext context, HubServices services, HubRules rules) {
    this.context = context;
    this.services = services;
    this.rules = rules;
    this.options = services.options;
  }

  void openSinks() {
    services.deliveries.openSinks(context, options.family(HubServices.SINKS));
  }

  /** Applies the setup file, if the options name one. */
  void applyFile() throws SQLException {
    if (options.isSet("bellhop.setup")) {
      services.setup(rules.resources(), this::value).apply(Path.of(options.text("bellhop.setup")));
    }
  }

  /**
   * Applies the declaration of a Kamelet. Its events pass through the queue, as for any sink. It
   * gets an account if it needs one.
   */
  void apply(Declaration declaration) throws SQLException {
    String sink = declaration.sink();
    if (options.family(HubServices.SINKS).containsKey(sink)) {
      throw declaration
          .wanted()
          .fault("name", "is the name of " + HubServices.SINKS + sink + "; use another");
    }
    services.deliveries.openSinks(context, Map.of(sink, declaration.endpoint()));
    services.sinks.add(sink);
    services
        .setup(rules.resources(), this::value)
        .apply(declaration.wanted())
        .ifPresent(declaration.account());
  }

  /**
   * The value of a placeholder in the setup file: an environment variable, or one of the context's
   * property functions.
   */
  private String value(String placeholder) {
    String[] parts = placeholder.split(":", 2);
    if (parts[0].equals("env")) {
      return System.getenv(parts[1]);
    }
    PropertiesFunction function = context.getPropertiesComponent().getPropertiesFunction(parts[0]);
    return function == null ? null : function.apply(parts[1]);
  }
}
