package io.bellhop.calendar;

import io.bellhop.net.PlatformHttp;
import io.bellhop.net.RequestHeaders;
import io.bellhop.store.DatabaseErrors;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves calendars as iCalendar to clients that know a secret URL. The path is a secret, so this
 * class does not log it.
 */
public final class CalendarRoute extends RouteBuilder {
  public static final String BASE = "/calendars";
  static final String ENDING = ".ics";

  private static final Logger LOG = LoggerFactory.getLogger(CalendarRoute.class);

  /** Other paths cannot contain a token, and cost no query. */
  private static final Pattern PATH =
      Pattern.compile(Pattern.quote(BASE) + "/([0-9a-f]{40})" + Pattern.quote(ENDING));

  /**
   * Strangers may send any number of tokens, so only this many requests query the database at once.
   */
  private static final int MOST = 2;

  /** An answer without a calendar, in the format of the API. */
  private enum Refusal {
    NOT_FOUND(404, "resource_not_found", "There is nothing here", Map.of()),
    OTHER_METHOD(
        405,
        "method_not_allowed",
        "This resource does not support the method",
        Map.of("Allow", "GET, HEAD")),
    UNAVAILABLE(503, "service_unavailable", "Try again in a moment", Map.of("Retry-After", "5"));

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Refusal(int status, String code, String title, Map<String, String> headers) {
      this.status = status;
      this.headers = headers;
      this.body =
          "{\"errors\":{\"code\":\"%s\",\"title\":\"%s\"}}"
              .formatted(code, title)
              .getBytes(StandardCharsets.US_ASCII);
    }
  }

  private final CalendarFeeds feeds;
  private final FeedCache cache;
  private final Semaphore asking = new Semaphore(MOST);

  public CalendarRoute(CalendarFeeds feeds, Clock clock) {
    this.feeds = feeds;
    this.cache = new FeedCache(feeds.calendars(), clock);
  }

  @Override
  public void configure() {
    PlatformHttp.answerFailures(this, this::fail);

    from(PlatformHttp.endpoint(getContext(), BASE))
        .routeId("bellhop-calendars")
        .routeConfigurationId("bellhop-own")
        .description("Serves calendars of properties as iCalendar at their secret URLs.")
        .process(this::serve);
  }

  private void serve(Exchange exchange) throws SQLException {
    Message message = exchange.getMessage();
    String method = message.getHeader(Exchange.HTTP_METHOD, "", String.class);
    List<String> wanted = RequestHeaders.of(message).all().get("if-none-match");
    Matcher path = PATH.matcher(message.getHeader(Exchange.HTTP_PATH, "", String.class));
    if (!method.equals("GET") && !method.equals("HEAD")) {
      refuse(message, Refusal.OTHER_METHOD);
    } else if (!path.matches()) {
      refuse(message, Refusal.NOT_FOUND);
    } else if (!asking.tryAcquire()) {
      refuse(message, Refusal.UNAVAILABLE);
    } else {
      try {
        answer(message, feeds.byToken(path.group(1)), wanted);
      } finally {
        asking.release();
      }
    }
  }

  private void answer(Message message, Optional<CalendarFeed> feed, List<String> wanted)
      throws SQLException {
    if (feed.isEmpty()) {
      refuse(message, Refusal.NOT_FOUND);
      return;
    }
    FeedCache.Text text = cache.of(feed.get());
    boolean isKnown = EntityTag.isAmong(wanted, text.tag());
    reply(
        message,
        isKnown ? 304 : 200,
        Map.of(
            "ETag",
            text.tag(),
            "Cache-Control",
            "private, max-age=" + FeedCache.FRESH.toSeconds(),
            "Content-Type",
            "text/calendar; charset=utf-8"),
        isKnown ? null : text.bytes());
  }

  private void fail(Exchange exchange) {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    LOG.warn("Bellhop cannot serve a calendar: {}", DatabaseErrors.describe(cause));
    refuse(exchange.getMessage(), Refusal.UNAVAILABLE);
  }

  private static void refuse(Message message, Refusal refusal) {
    reply(message, refusal.status, refusal.headers, refusal.body);
    message.setHeader("Content-Type", "application/json");
    message.setHeader("Cache-Control", "no-store");
  }

  private static void reply(Message message, int status, Map<String, String> headers, byte[] body) {
    PlatformHttp.answer(message, status, headers, body);
    message.setHeader("X-Content-Type-Options", "nosniff");
    message.setHeader("X-Robots-Tag", "noindex");
  }
}
