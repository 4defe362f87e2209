package io.bellhop.console;

import io.bellhop.account.Account;
import io.bellhop.connect.AccountConnections;
import io.bellhop.connect.ConnectAttempt;
import io.bellhop.connect.ConnectFailure;
import io.bellhop.connect.ConnectFailure.Kind;
import io.bellhop.connect.ConnectLink;
import io.bellhop.connect.ConnectLinks;
import io.bellhop.net.PathPrefix;
import io.bellhop.provider.client.ConnectSettings;
import io.bellhop.provider.sync.SyncState;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The pages by which a customer connects an account. {@link AccountConnections} decides what
 * happens.
 */
final class ConnectEndpoint {
  private static final String COOKIE = "bellhop-connect";

  /** A customer who returns within a day still finds the page of the steps. */
  private static final int COOKIE_SECONDS = 86_400;

  /** Strangers may send anything: only this many hold a thread at once. */
  private static final int MOST = 8;

  private final ConnectRoutes.Sources sources;
  private final Templates templates;
  private final PathPrefix prefix;
  private final Supplier<String> publicUrl;
  private final Semaphore places = new Semaphore(MOST);

  ConnectEndpoint(
      ConnectRoutes.Sources sources,
      Templates templates,
      PathPrefix prefix,
      Supplier<String> publicUrl) {
    this.sources = sources;
    this.templates = templates;
    this.prefix = prefix;
    this.publicUrl = publicUrl;
  }

  /**
   * @param address of the browser
   */
  ConsoleAnswer answer(ConsoleRequest request, String address) throws SQLException {
    if (!request.reads() && !request.isPost()) {
      return ConsoleAnswer.plain(405, "This page accepts only GET and POST.")
          .with("Allow", "GET, POST");
    }
    if (request.segment(1).equals(ConsoleAssets.SEGMENT)) {
      return ConsoleAssets.answer(request.segment(2)).under(prefix);
    }
    if (request.isPost() && request.isFromAnotherSite()) {
      return ConsoleAnswer.plain(403, "This form came from another site.");
    }
    if (!places.tryAcquire()) {
      return ConsoleAnswer.plain(
              503,
              "Too many people are connecting accounts at the moment. Try again in a few seconds.")
          .with("Retry-After", "5");
    }
    try {
      return act(request, address);
    } catch (ConnectFailure e) {
      return fault(request, e);
    } finally {
      places.release();
    }
  }

  private ConsoleAnswer act(ConsoleRequest request, String address) throws SQLException {
    String provider = request.segment(1);
    ConnectAttempt attempt = sources.connections().attempt(request.cookie(COOKIE));
    String place = request.segments().size() > 3 ? "-" : request.segment(2);
    return switch (request.isPost() ? "POST " + place : place) {
      case "" -> begin(opened(request, provider), 200, null);
      case "again" -> {
        ConnectLink link = sources.connections().link(attempt, provider);
        yield link.accountId() == null ? begin(link, 200, null) : toState(provider);
      }
      case "callback" -> {
        sources.connections().authorized(provider, attempt, request.query(), address);
        yield toState(provider);
      }
      case "POST form" -> submit(request, attempt, address);
      case "state" -> state(sources.connections().link(attempt, provider), attempt);
      case "POST state" -> {
        ConnectLink link = sources.connections().link(attempt, provider);
        if (attempt.hasState(request.form().get("state"))) {
          sources.connections().resume(link);
        }
        yield toState(provider);
      }
      default -> throw new ConnectFailure(Kind.NO_LINK, "There is nothing here");
    };
  }

  private ConnectLink opened(ConsoleRequest request, String provider) throws SQLException {
    return sources
        .connections()
        .links()
        .open(
            provider,
            request.query().getOrDefault("workspace", Account.DEFAULT_WORKSPACE),
            request.query().get("link"));
  }

  /**
   * @param failed why the form appears again; null for the first time
   */
  private ConsoleAnswer begin(ConnectLink link, int status, ConnectFailure failed)
      throws SQLException {
    AccountConnections.Begun begun = sources.connections().begin(link);
    ConsoleAnswer answer =
        begun.location() == null
            ? form(link, begun.attempt(), status, failed)
            // Only to the page that the provider's folder names.
            : ConsoleAnswer.seeOther(begun.location());
    boolean isSecure = publicUrl.get().startsWith("https:");
    return answer.with(
        "Set-Cookie",
        // Lax: the provider's page sends the browser back here.
        "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Lax%s"
            .formatted(
                COOKIE,
                begun.cookie(),
                prefix.on(ConnectLinks.BASE),
                COOKIE_SECONDS,
                isSecure ? "; Secure" : ""));
  }

  private ConsoleAnswer submit(ConsoleRequest request, ConnectAttempt attempt, String address)
      throws SQLException {
    String provider = request.segment(1);
    try {
      sources.connections().submitted(provider, attempt, request.form(), address);
      return toState(provider);
    } catch (ConnectFailure e) {
      if (e.kind() != Kind.INVALID && e.kind() != Kind.CREDENTIALS_REFUSED) {
        throw e;
      }
      return begin(sources.connections().link(attempt, provider), e.kind().status(), e);
    }
  }

  private ConsoleAnswer form(
      ConnectLink link, ConnectAttempt attempt, int status, ConnectFailure failed) {
    ConnectSettings settings = sources.connections().links().settings(link.provider());
    return page(
        status,
        "connectForm.jte",
        Map.of(
            "provider", link.provider(),
            "fields", settings.fields(),
            "help", settings.help(),
            "state", attempt.state(),
            "fault", failed == null ? "" : failed.kind().title() + ". " + failed.getMessage(),
            "details", failed == null ? Map.of() : failed.details()));
  }

  private ConsoleAnswer state(ConnectLink link, ConnectAttempt attempt) throws SQLException {
    Optional<Account> account =
        link.accountId() == null ? Optional.empty() : sources.accounts().current(link.accountId());
    if (account.isEmpty()) {
      throw new ConnectFailure(
          Kind.ATTEMPT_EXPIRED, "It created no account, or the account was deleted");
    }
    String sync = sources.syncs().state(account.get().id()).map(ConnectEndpoint::text).orElse("");
    Map<String, List<String>> byHand =
        link.state(ConnectLink.WEBHOOK).equals("by_hand")
            ? sources.registrar().manualSteps(account.get()).orElse(Map.of())
            : Map.of();
    return page(
        200,
        "connectState.jte",
        Map.of(
            "link", link,
            "account", account.get().name(),
            "sync", sync,
            "byHand", byHand,
            "state", attempt.state()));
  }

  private static String text(SyncState sync) {
    return sync.state() + ": " + sync.counts().entries() + " records listed";
  }

  private ConsoleAnswer fault(ConsoleRequest request, ConnectFailure failure) {
    boolean canRetry =
        failure.kind().status() != 404
            && failure.kind() != Kind.LINK_EXPIRED
            && failure.kind() != Kind.LINK_USED
            && request.cookie(COOKIE) != null;
    return page(
        failure.kind().status(),
        "connectFault.jte",
        Map.of(
            "title", failure.kind().title(),
            "text", failure.getMessage(),
            "again", canRetry ? ConnectLinks.BASE + "/" + request.segment(1) + "/again" : ""));
  }

  private ConsoleAnswer page(int status, String template, Map<String, Object> parts) {
    return ConsoleAnswer.html(status, templates.render(template, parts)).under(prefix);
  }

  private ConsoleAnswer toState(String provider) {
    return ConsoleAnswer.seeOther(ConnectLinks.BASE + "/" + provider + "/state").under(prefix);
  }
}
