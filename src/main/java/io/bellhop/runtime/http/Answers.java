package io.bellhop.runtime.http;

import io.bellhop.ingest.IngestResponse;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;

/** Writes the answers that do not come from a Camel route. */
final class Answers {
  private Answers() {}

  /** The address of the client of a request; empty if it is not known. */
  static String peer(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null || address.hostAddress() == null ? "" : address.hostAddress();
  }

  static Future<Void> end(HttpServerResponse response, IngestResponse answer) {
    if (response.ended()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    return response.end(answer.body());
  }

  /** The answer to a request that fails before it reaches a route. */
  static IngestResponse toFailure(int status, Throwable failure) {
    return switch (status) {
      case 400 -> IngestResponse.BAD_REQUEST;
      case 404 -> IngestResponse.NOT_FOUND;
      case 413 -> IngestResponse.TOO_LARGE;
      // Parts of a request that Vert.x cannot parse, such as its query.
      default ->
          failure instanceof IllegalArgumentException
              ? IngestResponse.BAD_REQUEST
              : IngestResponse.UNAVAILABLE;
    };
  }

  /** Answers as {@link #end} does, then closes the connection. */
  static Future<Void> endAndClose(HttpServerResponse response, IngestResponse answer) {
    response.putHeader("Connection", "close");
    return end(response, answer);
  }
}
