package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.OutgoingRequest;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * A fixed number of kept connections to one URL, on one event loop. A request without a free
 * connection waits.
 */
final class PostConnections {
  private static final int TIMEOUT_SECONDS = 30;

  private record Waiting(Supplier<OutgoingRequest> request, IntConsumer answered) {}

  private final NetClient client;
  private final URI target;
  private final String start;
  private final int most;
  private final Deque<PostConnection> free = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int used;

  PostConnections(Vertx vertx, URI target, int most) {
    this.client =
        vertx.createNetClient(
            new NetClientOptions().setTcpNoDelay(true).setIdleTimeout(TIMEOUT_SECONDS));
    this.target = target;
    this.most = most;
    this.start =
        "POST "
            + target.getRawPath()
            + " HTTP/1.1\r\nHost: "
            + target.getHost()
            + ":"
            + target.getPort()
            + "\r\n";
  }

  /**
   * @param request starts when a connection is free; with a slow server many requests wait
   * @param answered gets the status, or {@link Recorder#NO_ANSWER}
   */
  void post(Supplier<OutgoingRequest> request, IntConsumer answered) {
    waiting.add(new Waiting(request, answered));
    sendNext();
  }

  private void sendNext() {
    if (waiting.isEmpty()) {
      return;
    }
    PostConnection connection = free.poll();
    if (connection != null) {
      send(connection);
    } else if (used < most) {
      used++;
      connect();
    }
  }

  private void connect() {
    client
        .connect(target.getPort(), target.getHost())
        .onSuccess(socket -> send(new PostConnection(socket, start)))
        .onFailure(
            error -> {
              used--;
              // Else all would wait for a server that is down.
              Waiting first = waiting.poll();
              if (first != null) {
                first.answered().accept(Recorder.NO_ANSWER);
              }
            });
  }

  private void send(PostConnection connection) {
    Waiting next = connection.isOpen() ? waiting.poll() : null;
    if (next == null) {
      release(connection);
      return;
    }
    connection.post(
        next.request().get(),
        status -> {
          release(connection);
          next.answered().accept(status);
          sendNext();
        });
  }

  private void release(PostConnection connection) {
    if (connection.isOpen()) {
      free.add(connection);
    } else {
      used--;
    }
  }
}
