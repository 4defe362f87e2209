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
 * Which listener a path under {@code /hooks} names, and whether it takes webhooks now. A server of
 * ours takes webhooks through it without an exchange of Camel; {@link HooksRoute} asks it too, so
 * that routes which are stopped or gone are answered alike. Thread-safe.
 */
public final class WebhookRouter {
  static final String BASE = "/hooks";

  private static final Pattern PATH = Pattern.compile(BASE + "/([a-z0-9-]{1,40})/([^/]{1,200})");

  /** As our own listener URLs are written: nothing that a router would decode or take away. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  private final CamelContext hub;
  private final Listeners listeners;
  private final Map<String, Consumer> entries = new ConcurrentHashMap<>();
  private volatile boolean started;

  /**
   * @param hub where the providers' routes are
   */
  public WebhookRouter(CamelContext hub, Listeners listeners) {
    this.hub = hub;
    this.listeners = listeners;
  }

  /**
   * What a path names whose spelling leaves no question.
   *
   * @param path as it stands in the request
   * @return null if it must go by the route {@code bellhop-hooks}, or if that is stopped
   */
  public ListenerPath plainPath(String path) {
    ListenerPath found = started ? path(path) : null;
    return found != null && PLAIN.matcher(found.token()).matches() ? found : null;
  }

  /** What a normalised path names; null if there is no such listener. */
  ListenerPath path(String path) {
    Matcher parts = PATH.matcher(path);
    return parts.matches() && listeners.has(parts.group(1))
        ? new ListenerPath(parts.group(1), parts.group(2))
        : null;
  }

  /** Where senders are. */
  public ClientAddresses addresses() {
    return listeners.addresses();
  }

  /** A provider's listener; null while its route does not run. */
  public Listener listener(String provider) {
    Consumer entry = entries.get(provider);
    if (!isRunning(entry)) {
      // There is another one after each reload.
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

  /** This does not wait for a listener that is being replaced: the provider sends again. */
  static String uri(String provider) {
    return "direct:bellhop-ingest-" + provider + "?block=false";
  }

  /** A route that is only stopped comes back; one that is gone was of a folder that is gone. */
  public IngestResponse absent(String provider) {
    return route(provider).isPresent() ? IngestResponse.UNAVAILABLE : notFound();
  }

  /** Until all is loaded it may be there all the same, and some providers repeat no 404. */
  IngestResponse notFound() {
    return listeners.isOpen() ? IngestResponse.NOT_FOUND : IngestResponse.UNAVAILABLE;
  }

  /** Follows the life of {@code bellhop-hooks}: who stops that route wants no more webhooks. */
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
