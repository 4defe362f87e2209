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
 * One sink: a route and threads of its own, so that an endpoint that hangs delays no other. Thread-safe.
 */
final class Sink implements AutoCloseable {
  /** Endpoints that may hang at the same time before other events wait for them. */
  private static final int WORKER_THREADS = 16;

  /** What fits into its column. */
  private static final int LONGEST_ERROR = 200;

  private final AsyncProducer route;
  private final DelayedTasks delays;
  private final Duration whole;
  private final ThreadPoolExecutor workers;

  /**
   * @param route its entry
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

  /** Never fails: what went wrong is in the reply. */
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
                // A late endpoint should not take an event that now counts as failed.
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

  /** The kinds of an error, since its text may hold the event or secrets of the endpoint. */
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
