package io.bellhop.delivery.sink;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.delivery.http.DelayedTasks;
import io.bellhop.delivery.http.HttpReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/**
 * One sink, with its own route and threads, so that an endpoint that hangs delays no other.
 * Thread-safe.
 */
final class Sink implements AutoCloseable {
  /** The number of calls to the endpoint that may hang before other events of the sink wait. */
  private static final int WORKER_THREADS = 16;

  /** The length of the column. */
  private static final int LONGEST_ERROR = 200;

  private final AsyncProducer route;
  private final DelayedTasks delays;
  private final Duration whole;
  private final ThreadPoolExecutor workers;

  /**
   * @param route the entry of the route
   * @param whole the time for the whole route
   */
  Sink(String name, AsyncProducer route, DelayedTasks delays, Duration whole) {
    this.route = route;
    this.delays = delays;
    this.whole = whole;
    this.workers =
        new ThreadPoolExecutor(
            WORKER_THREADS,
            WORKER_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("bellhop-sink-" + name));
    workers.allowCoreThreadTimeOut(true);
  }

  /** Sends an event. The returned future never fails: the reply describes the error. */
  CompletableFuture<HttpReply> send(
      byte[] body, Map<String, Object> headers, Map<String, Object> variables) {
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    try {
      Future<?> task = workers.submit(() -> run(body, headers, variables, reply));
      Runnable callOff =
          delays.schedule(
              whole,
              () -> {
                reply.complete(HttpReply.failed("not taken in " + whole.toSeconds() + " s"));
                // A slow endpoint should not accept an event that now counts as failed.
                task.cancel(true);
              });
      reply.whenComplete((done, error) -> callOff.run());
    } catch (RejectedExecutionException e) {
      reply.complete(HttpReply.failed("stopping"));
    }
    return reply;
  }

  private void run(
      byte[] body,
      Map<String, Object> headers,
      Map<String, Object> variables,
      CompletableFuture<HttpReply> reply) {
    try {
      Exchange exchange = route.getEndpoint().createExchange(ExchangePattern.InOnly);
      variables.forEach(exchange::setVariable);
      exchange.getMessage().setHeaders(headers);
      exchange.getMessage().setBody(body);
      route.process(exchange, done -> reply.complete(reply(exchange.getException())));
    } catch (RuntimeException e) {
      reply.complete(reply(e));
    }
  }

  private static HttpReply reply(Throwable error) {
    return error == null ? HttpReply.taken() : HttpReply.failed(kind(error));
  }

  /**
   * The types of an error and its causes, without texts, which may contain the event or secrets of
   * the endpoint.
   */
  static String kind(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String kind = error.getClass().getSimpleName();
    String text = root == error ? kind : kind + ": " + root.getClass().getSimpleName();
    return text.substring(0, Math.min(LONGEST_ERROR, text.length()));
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
