package io.bellhop.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SecretBox;
import io.bellhop.net.PathPrefix;
import io.bellhop.net.PlatformHttp;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/** The route of the console. The context must have the routes of the API. */
public final class ConsoleRoutes extends RouteBuilder {
  private final SecretBox secrets;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final PathPrefix prefix;
  private final BooleanSupplier isSecure;

  /**
   * @param secrets seals sessions
   * @param mapper keeps decimals exact
   * @param prefix what stands before all paths, as browsers see them
   * @param isSecure whether browsers always use TLS; known after the start
   */
  public ConsoleRoutes(
      SecretBox secrets,
      ObjectMapper mapper,
      Clock clock,
      PathPrefix prefix,
      BooleanSupplier isSecure) {
    this.secrets = secrets;
    this.mapper = mapper;
    this.clock = clock;
    this.prefix = prefix;
    this.isSecure = isSecure;
  }

  @Override
  public void configure() throws Exception {
    ProducerTemplate template = getContext().createProducerTemplate();
    getContext().addService(template);
    Templates templates = new Templates();
    ConsoleEndpoint endpoint =
        new ConsoleEndpoint(
            new ConsoleSessions(secrets, clock, prefix),
            new ConsolePages(),
            templates,
            (key, sender) -> new ConsoleApi(template, mapper, key, sender),
            prefix,
            isSecure);

    errorHandler(defaultErrorHandler());
    onException(Exception.class).handled(true).process(endpoint::fail);

    from(PlatformHttp.endpoint(getContext(), ConsoleRequest.BASE))
        .routeId("bellhop-console")
        .routeConfigurationId("bellhop-own")
        .description("The console: pages for people who run the hub, behind a sign-in with a key.")
        .process(endpoint::answer);
  }
}
