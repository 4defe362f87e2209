package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.ingest.verify.StandardWebhooks;
import io.bellhop.net.RequestHeaders;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Loopback;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletionException;

/**
 * Receives the posts of a hub, on any path. One event loop does all the work, so events stay in
 * order.
 */
final class ListenServer implements AutoCloseable {
  /** More than a hub can make of the largest accepted body. */
  private static final int MOST_BYTES = 16 << 20;

  private final Vertx vertx = Loopback.vertx();
  private final StandardWebhooks verifier;
  private final String secret;
  private final int status;
  private final EventPrinter printer;
  private URI uri;

  private ListenServer(String secret, int status, Clock clock, EventPrinter printer) {
    this.verifier = StandardWebhooks.standard(clock);
    this.secret = secret;
    this.status = status;
    this.printer = printer;
  }

  /**
   * @param secret null to verify nothing
   * @param status the answer to accepted posts
   * @throws CommandException if it cannot listen there
   */
  static ListenServer listen(
      String host, int port, String secret, int status, Clock clock, EventPrinter printer) {
    ListenServer subscriber = new ListenServer(secret, status, clock, printer);
    try {
      subscriber.uri = Loopback.await(subscriber.start(host, port));
      return subscriber;
    } catch (CompletionException e) {
      subscriber.close();
      throw new CommandException(
          "cannot listen on "
              + host
              + ":"
              + port
              + ": "
              + e.getCause().getMessage()
              + ". Stop what uses it, or give another --port (0: any free one)",
          e);
    }
  }

  private Future<URI> start(String host, int port) {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return vertx
        .createHttpServer()
        .requestHandler(this::receive)
        .listen(port, host)
        .map(server -> URI.create("http://" + shown + ":" + server.actualPort()))
        // On the event loop, so that posts that come at once are printed after it.
        .onSuccess(printer::listening);
  }

  URI uri() {
    return uri;
  }

  void awaitReaderGone() throws InterruptedException {
    printer.awaitReaderGone();
  }

  @Override
  public void close() {
    Loopback.await(vertx.close());
  }

  private void receive(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.POST)) {
      refuse(request, 405, "not a POST");
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() + part.length() > MOST_BYTES) {
            request.handler(null).endHandler(null);
            request.response().putHeader("Connection", "close");
            refuse(request, 413, "its body is larger than " + MOST_BYTES + " bytes");
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> take(request, body.getBytes()));
  }

  private void take(HttpServerRequest request, byte[] body) {
    RequestHeaders headers = new RequestHeaders(request.headers());
    if (secret != null) {
      StandardWebhooks.Verdict verdict = verifier.check(secret, headers, body);
      if (verdict != StandardWebhooks.Verdict.HOLDS) {
        refuse(request, 401, why(verdict));
        return;
      }
    }
    JsonNode event;
    try {
      event = FixtureJson.parse(body);
    } catch (UncheckedIOException e) {
      refuse(request, 400, "its body is not JSON");
      return;
    }
    printer.event(verifier.id(headers), event);
    request.response().setStatusCode(status).end();
  }

  private void refuse(HttpServerRequest request, int code, String why) {
    printer.refused(code, why);
    request.response().setStatusCode(code).end();
  }

  private static String why(StandardWebhooks.Verdict verdict) {
    return switch (verdict) {
      case MISSING -> "it must have webhook-id, webhook-timestamp and webhook-signature once each";
      case STALE -> "its time is more than 5 minutes off";
      default -> "no signature matches the secret";
    };
  }
}
