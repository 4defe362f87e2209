package io.bellhop.console;

import io.bellhop.account.Accounts;
import io.bellhop.connect.AccountConnections;
import io.bellhop.connect.ConnectLinks;
import io.bellhop.net.ClientAddresses;
import io.bellhop.net.PathPrefix;
import io.bellhop.net.PlatformHttp;
import io.bellhop.net.RequestHeaders;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.provider.sync.Syncs;
import io.bellhop.store.DatabaseErrors;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route of the pages for customers who connect an account. It does not log URLs. */
public final class ConnectRoutes extends RouteBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectRoutes.class);

  /** The content and the actions of the pages. */
  public record Sources(
      AccountConnections connections, Accounts accounts, Registrar registrar, Syncs syncs) {}

  private final ClientAddresses addresses;
  private final ConnectEndpoint endpoint;

  /**
   * @param prefix the prefix of all paths, as browsers see them
   * @param publicUrl the public address of the hub; known after its start
   */
  public ConnectRoutes(
      Sources sources, ClientAddresses addresses, PathPrefix prefix, Supplier<String> publicUrl) {
    this.addresses = addresses;
    this.endpoint = new ConnectEndpoint(sources, new Templates(), prefix, publicUrl);
  }

  @Override
  public void configure() {
    PlatformHttp.answerFailures(this, ConnectRoutes::fail);

    from(PlatformHttp.endpoint(getContext(), ConnectLinks.BASE))
        .routeId("bellhop-connect")
        .routeConfigurationId("bellhop-own")
        .description("Pages for customers who connect an account by a link.")
        .process(this::serve);
  }

  private void serve(Exchange exchange) throws SQLException {
    Message message = exchange.getMessage();
    String address = addresses.of(message, RequestHeaders.of(message));
    reply(message, endpoint.answer(ConsoleRequest.of(message), address));
  }

  private static void fail(Exchange exchange) {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    boolean isAway = DatabaseErrors.isAway(cause);
    if (isAway) {
      LOG.warn(
          "Bellhop cannot show a page to connect an account: {}", DatabaseErrors.describe(cause));
    } else {
      LOG.error("a page to connect an account failed", cause);
    }
    reply(
        exchange.getMessage(),
        ConsoleAnswer.plain(
            isAway ? 503 : 500, "Something went wrong here. Try again in a while."));
  }

  private static void reply(Message message, ConsoleAnswer answer) {
    answer.on(message);
    // A link is a secret: no other site gets Bellhop's URLs.
    Map.of("Referrer-Policy", "no-referrer", "X-Robots-Tag", "noindex").forEach(message::setHeader);
  }
}
