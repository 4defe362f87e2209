package io.bellhop.ingest;

import io.bellhop.net.ClientAddresses;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Finds the listener for a path under {@code /hooks}, and whether it accepts webhooks now.
 * Bellhop's own server uses it to accept webhooks without a Camel exchange. {@link HooksRoute} uses
 * it too, so that both give the same answers while routes are stopped or gone. Thread-safe.
 */
public final class WebhookRouter {
  static final String BASE = "/hooks";

  /** With an optional slash at the end, which some forms of providers and proxies add. */
  private static final Pattern PATH = Pattern.compile(BASE + "/([a-z0-9-]{1,40})/([^/]{1,200})/?");

  /** The form of Bellhop's own listener tokens, which no router decodes or changes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  private final CamelContext hub;
  private final Listeners listeners;
  private final Map<String, Consumer> entries = new ConcurrentHashMap<>();
  private volatile boolean started;

  /**
   * @param hub the context of the providers' routes
   */
  public WebhookRouter(CamelContext hub, Listeners listeners) {
    this.hub = hub;
    this.listeners = listeners;
  }

  /**
   * Parses a path that every router reads in the same way.
   *
   * @param path as written in the request
   * @return null if the request must take the route {@code bellhop-hooks}, or if that route is
   *     stopped
   */
  public ListenerPath plainPath(String path) {
    ListenerPath found = started ? path(path) : null;
    return found != null && PLAIN.matcher(found.token()).matches() ? found : null;
  }

  /**
   * Parses a normalised path.
   *
   * @return null if there is no such listener
   */
  ListenerPath path(String path) {
    Matcher parts = PATH.matcher(path);
    return parts.matches() && listeners.has(parts.group(1))
        ? new ListenerPath(parts.group(1), parts.group(2))
        : null;
  }

  /** Determines the addresses of senders. */
  public ClientAddresses addresses() {
    return listeners.addresses();
  }

  /** A provider's listener; null while its route does not run. */
  public Listener listener(String provider) {
    Consumer entry = entries.get(provider);
    if (!isRunning(entry)) {
      // Each reload makes another consumer.
      entry = route(provider).map(Route::getConsumer).orElse(null);
      if (!isRunning(entry)) {
        return null;
      }
      entries.put(provider, entry);
    }
    return listeners.listener(provider);
  }

  private static boolean isRunning(Consumer entry) {
    return entry instanceof StatefulService service && service.isStarted();
  }

  private Optional<Route> route(String provider) {
    String uri = "direct://bellhop-ingest-" + provider;
    return hub.getRoutes().stream()
        .filter(route -> route.getEndpoint().getEndpointBaseUri().equals(uri))
        .findAny();
  }

  /** The endpoint does not wait for a listener that is being replaced; the provider retries. */
  static String uri(String provider) {
    return "direct:bellhop-ingest-" + provider + "?block=false";
  }

  /**
   * The answer while there is no listener. A stopped route may start again, but a removed one
   * belonged to a folder that no longer exists.
   */
  public IngestResponse absent(String provider) {
    return route(provider).isPresent() ? IngestResponse.UNAVAILABLE : notFound();
  }

  /**
   * Before everything is loaded the listener may still appear, and some providers do not repeat
   * after a 404.
   */
  IngestResponse notFound() {
    return listeners.isOpen() ? IngestResponse.NOT_FOUND : IngestResponse.UNAVAILABLE;
  }

  /**
   * Follows the state of {@code bellhop-hooks}: while that route is stopped, Bellhop accepts no
   * webhooks.
   */
  RoutePolicy policy() {
    return new RoutePolicySupport() {
      @Override
      public void onStart(Route route) {
        started = true;
      }

      @Override
      public void onResume(Route route) {
        started = true;
      }

      @Override
      public void onSuspend(Route route) {
        started = false;
      }

      @Override
      public void onStop(Route route) {
        started = false;
      }
    };
  }
}
