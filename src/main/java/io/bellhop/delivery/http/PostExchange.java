package io.bellhop.delivery.http;

import io.bellhop.net.AddressGuard;
import io.bellhop.net.UnreachableAddresses;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;

/**
 * One post, from the connection to the answer. If an address accepts no connection, it tries the
 * next one.
 */
final class PostExchange {
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final int KEPT_OF_ANSWER = 2 * 1024;

  /**
   * The connections that all posts share.
   *
   * @param used connections that have carried a request; the receiver may close them when they are
   *     idle
   */
  record Connections(
      HttpClient client, UnreachableAddresses unreachable, Set<HttpConnection> used) {
    Connections(HttpClient client) {
      this(
          client,
          new UnreachableAddresses(System::nanoTime),
          Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>())));
    }
  }

  private final Connections connections;
  private final HttpPost post;
  private final List<InetSocketAddress> targets;
  private final CompletableFuture<HttpReply> reply;

  PostExchange(
      Connections connections,
      HttpPost post,
      List<InetSocketAddress> targets,
      CompletableFuture<HttpReply> reply) {
    this.connections = connections;
    this.post = post;
    this.targets = targets;
    this.reply = reply;
  }

  void send() {
    send(0);
  }

  private void send(int index) {
    if (reply.isDone()) {
      return;
    }
    InetSocketAddress target = targets.get(index);
    connections
        .client()
        .request(request(target))
        .onFailure(e -> notConnected(index, e))
        .onSuccess(
            request -> {
              connections.unreachable().remove(target);
              boolean reused = !connections.used().add(request.connection());
              // The reply holds the error. Without a handler Vert.x would log text from the
              // receiver.
              request.connection().exceptionHandler(e -> {});
              request.exceptionHandler(e -> {});
              send(request)
                  .exceptionally(
                      e -> {
                        // The receiver closed an idle connection just as Bellhop used it, which is
                        // neither an answer nor a refusal. So Bellhop repeats the post, but only
                        // after a reused connection failed.
                        if (reused && FailureReason.isClosed(plain(e))) {
                          send(index);
                          return null;
                        }
                        return fail(reply, e);
                      });
            });
  }

  private void notConnected(int index, Throwable error) {
    if (!FailureReason.isNotConnected(error)) {
      fail(reply, error);
      return;
    }
    connections.unreachable().add(targets.get(index));
    if (index + 1 < targets.size()) {
      send(index + 1);
    } else {
      fail(reply, error);
    }
  }

  private RequestOptions request(InetSocketAddress target) {
    URI url = post.url();
    // HttpHeaders rejects values with line breaks.
    MultiMap headers = HttpHeaders.headers();
    post.headers().forEach(headers::set);
    // Vert.x would leave out the brackets of an IPv6 address.
    headers.set(HttpHeaders.HOST, url.getRawAuthority());
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        // Connects to the checked address; the host name serves to verify the certificate.
        .setServer(
            SocketAddress.inetSocketAddress(target.getPort(), target.getAddress().getHostAddress()))
        .setHost(AddressGuard.host(url))
        .setPort(target.getPort())
        .setSsl(isTls(url))
        .setURI(target(url))
        .setFollowRedirects(false)
        .setHeaders(headers);
  }

  /** Sends the request. The returned future fails only if there was no answer. */
  private CompletableFuture<Void> send(HttpClientRequest request) {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    // If the reply completes early, this closes the connection, because Bellhop does not need the
    // rest.
    reply.whenComplete(
        (done, error) -> {
          if (done.error() != null) {
            request.reset();
          }
        });
    if (!reply.isDone()) {
      try {
        request
            .send(Buffer.buffer(post.body()))
            .onFailure(e -> answered.completeExceptionally(ofAnswer(e)))
            .onSuccess(
                response -> {
                  answered.complete(null);
                  read(request, response);
                });
      } catch (RuntimeException e) {
        answered.completeExceptionally(e);
      }
    }
    return answered;
  }

  private void read(HttpClientRequest request, HttpClientResponse response) {
    Buffer kept = Buffer.buffer();
    int[] read = {0};
    response.handler(
        part -> {
          read[0] += part.length();
          if (kept.length() < KEPT_OF_ANSWER) {
            kept.appendBuffer(part, 0, Math.min(part.length(), KEPT_OF_ANSWER - kept.length()));
          }
          if (read[0] > LARGEST_ANSWER && complete(response, kept)) {
            request.reset();
          }
        });
    response.exceptionHandler(e -> fail(reply, ofAnswer(e)));
    response.endHandler(end -> complete(response, kept));
  }

  private boolean complete(HttpClientResponse response, Buffer kept) {
    return reply.complete(
        new HttpReply(
            response.statusCode(),
            null,
            // A text column cannot store NUL.
            kept.toString(StandardCharsets.UTF_8).replace("\0", ""),
            response.getHeader("Retry-After"),
            Redirect.of(response.statusCode(), response.getHeader("Location"), post.url())));
  }

  static Void fail(CompletableFuture<HttpReply> reply, Throwable error) {
    reply.complete(HttpReply.failed(FailureReason.of(plain(error))));
    return null;
  }

  /** Describes an answer that the parser cannot read. */
  private static Throwable ofAnswer(Throwable error) {
    return error instanceof IllegalArgumentException || error instanceof DecoderException
        ? new ProtocolException("the answer is not HTTP")
        : error;
  }

  /** Turns the exceptions of Vert.x into those of Java. */
  private static Throwable plain(Throwable error) {
    return error instanceof HttpClosedException ? new ClosedChannelException() : error;
  }

  private static String target(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  static boolean isTls(URI url) {
    return url.getScheme().equalsIgnoreCase("https");
  }
}
