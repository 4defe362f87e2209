package io.bellhop.console;

import io.bellhop.net.ClientAddresses;
import io.bellhop.net.PathPrefix;
import io.bellhop.net.RequestHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates between an exchange and a page: session, token of forms, security headers. */
final class ConsoleEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleEndpoint.class);

  private static final String SIGN_IN = "sign-in";
  private static final String SIGN_OUT = "sign-out";

  private final ConsoleSessions sessions;
  private final ConsolePages pages;
  private final Templates templates;
  private final BiFunction<String, Map<String, Object>, ConsoleApi> apis;
  private final PathPrefix prefix;
  private final BooleanSupplier isSecure;

  /**
   * @param apis makes calls with a key, for a sender
   * @param prefix what stands before all paths, as browsers see them
   * @param isSecure whether browsers always use TLS
   */
  ConsoleEndpoint(
      ConsoleSessions sessions,
      ConsolePages pages,
      Templates templates,
      BiFunction<String, Map<String, Object>, ConsoleApi> apis,
      PathPrefix prefix,
      BooleanSupplier isSecure) {
    this.sessions = sessions;
    this.pages = pages;
    this.templates = templates;
    this.apis = apis;
    this.prefix = prefix;
    this.isSecure = isSecure;
  }

  void answer(Exchange exchange) {
    Message message = exchange.getMessage();
    reply(message, answer(ConsoleRequest.of(message), sender(message)));
  }

  /** Answers a request that failed. */
  void fail(Exchange exchange) {
    LOG.error(
        "a page of the console failed",
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    reply(
        exchange.getMessage(),
        ConsoleAnswer.plain(500, "Something went wrong here; the log of the hub says what."));
  }

  private ConsoleAnswer answer(ConsoleRequest request, Map<String, Object> sender) {
    if (!request.reads() && !request.isPost()) {
      return ConsoleAnswer.plain(405, "This page accepts only GET and POST.")
          .with("Allow", "GET, POST");
    }
    String first = request.segment(0);
    if (first.equals(ConsoleAssets.SEGMENT)) {
      return ConsoleAssets.answer(request.segment(1));
    }
    if (request.isPost() && request.isFromAnotherSite()) {
      return ConsoleAnswer.plain(403, "This form came from another site.");
    }
    if (first.equals(SIGN_IN)) {
      return request.isPost() ? signIn(request, sender) : signInPage(200, "");
    }
    ConsoleSession session = sessions.find(request.cookie(ConsoleSessions.COOKIE));
    if (session == null) {
      return toSignIn();
    }
    if (request.isPost() && !session.hasToken(request.form().get("csrf"))) {
      return ConsoleAnswer.plain(403, "This form belongs to another session. Reload the page.");
    }
    if (first.equals(SIGN_OUT)) {
      if (request.isPost()) {
        sessions.end(session);
      }
      return toSignIn();
    }
    return page(request, session, sender);
  }

  private ConsoleAnswer page(
      ConsoleRequest request, ConsoleSession session, Map<String, Object> sender) {
    SignedInRequest visit =
        new SignedInRequest(request, session, apis.apply(session.key(), sender), templates);
    try {
      return pages.answer(visit);
    } catch (ApiFailure e) {
      return e.status() == 401
          ? toSignIn()
          : visit.show(
              e.status(),
              "refused.jte",
              "This page cannot be shown",
              e.getMessage(),
              Map.of("back", ""));
    }
  }

  private ConsoleAnswer signIn(ConsoleRequest request, Map<String, Object> sender) {
    String key = request.form().getOrDefault("key", "");
    if (!ConsoleSessions.canHold(key)) {
      return signInPage(401, "This key opens nothing.");
    }
    ApiReply reply =
        apis.apply(key, sender).look("/integration_accounts", Map.of("pagination[limit]", 1));
    return switch (reply.status()) {
      case 200 ->
          ConsoleAnswer.seeOther(ConsoleRequest.BASE)
              .with("Set-Cookie", sessions.cookie(sessions.begin(key), isSecure.getAsBoolean()));
      case 401 -> signInPage(401, "This key opens nothing.");
      default -> signInPage(reply.status(), reply.fault());
    };
  }

  private ConsoleAnswer signInPage(int status, String fault) {
    Page page = new Page("Sign in", SIGN_IN, "", "", fault);
    return ConsoleAnswer.html(status, templates.render("signIn.jte", Map.of("page", page)));
  }

  private ConsoleAnswer toSignIn() {
    return ConsoleAnswer.seeOther(ConsoleRequest.BASE + "/" + SIGN_IN)
        .with("Set-Cookie", sessions.noCookie(isSecure.getAsBoolean()));
  }

  /**
   * The headers that identify the browser's address, by which the API counts wrong keys. Not
   * Camel's headers, which also hold parameters of the query.
   */
  private static Map<String, Object> sender(Message message) {
    Map<String, Object> sender = new HashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.startsWith("camel") && lower.endsWith("address")) {
                sender.put(name, value);
              }
            });
    RequestHeaders headers = RequestHeaders.of(message);
    for (String name : ClientAddresses.headers()) {
      List<String> lines = headers.all().get(name);
      if (lines != null) {
        sender.put(name, lines);
      }
    }
    return sender;
  }

  private void reply(Message message, ConsoleAnswer itself) {
    ConsoleAnswer answer = itself.under(prefix);
    answer.on(message);
  }
}
