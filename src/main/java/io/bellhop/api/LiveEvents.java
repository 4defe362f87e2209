package io.bellhop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bellhop.event.EventNotifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Events for callers that wait: {@code GET /events?wait=20s} and {@code GET /events/stream}. A
 * waiting caller blocks no thread. This class does not depend on an HTTP server: Bellhop's own
 * passes the requests to it, and another server answers them at once. Thread-safe.
 */
public final class LiveEvents implements AutoCloseable {
  static final String STREAM = ApiRequest.BASE + "/events/stream";
  static final String LIST = ApiRequest.BASE + "/events";
  static final String WAIT = "wait";

  /** The limit of waiting callers, because each reads the log at every event. */
  private static final int MOST = 1000;

  /**
   * A request as received.
   *
   * @param query the query; null if there is none
   * @param key the key; null if there is none, like the type and the last event's id
   */
  public record Request(
      String method, String path, String query, String key, String address, String lastEventId) {}

  /** A complete answer. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {}

  /** The reader of a stream. Any thread may call its methods. */
  public interface Reader {
    /** Answers without a stream. */
    void refuse(Answer answer);

    void begin();

    void send(String text);

    /** Whether the reader still has unsent data. */
    boolean isBehind();

    void end();
  }

  private final ApiEndpoint endpoint;
  private final EventLogReader log;
  private final ApiOperations calls;
  private final OperationInvoker invoker;
  private final EventNotifier notifier;
  private final Duration heartbeat;
  private final Set<Waiting> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LiveEvents(
      ApiEndpoint endpoint,
      EventLogReader log,
      ApiOperations calls,
      OperationInvoker invoker,
      EventNotifier notifier,
      Duration heartbeat) {
    this.endpoint = endpoint;
    this.log = log;
    this.calls = calls;
    this.invoker = invoker;
    this.notifier = notifier;
    this.heartbeat = heartbeat;
  }

  /** Whether a request may wait. */
  public static boolean isFor(String method, String path, String query) {
    return method.equals("GET")
        && (path.equals(STREAM) || path.equals(LIST) && query != null && query.contains(WAIT));
  }

  /** Whether a request is for a stream. */
  public static boolean isStream(String path) {
    return path.equals(STREAM);
  }

  /** Answers when there are events, or at the time-out. */
  public void poll(Request request, Consumer<Answer> reply) {
    begin(new EventLongPoll(this, request, reply));
  }

  /**
   * Sends events until the reader or the hub closes the stream.
   *
   * @return the methods that the reader calls
   */
  public Stream stream(Request request, Reader reader) {
    EventStream stream = new EventStream(this, request, reader);
    begin(stream);
    return stream;
  }

  /** The signals of a reader's server. */
  public interface Stream {
    /** The reader has received all sent data. */
    void caughtUp();

    /** The reader has disconnected. */
    void gone();
  }

  /** A waiting caller. */
  interface Waiting extends AutoCloseable, Runnable {
    void refuse(Answer answer);

    @Override
    void close();
  }

  private void begin(Waiting waiting) {
    if (closed || open.size() >= MOST) {
      waiting.refuse(answer(ApiError.unavailable()));
      return;
    }
    open.add(waiting);
    notifier.add(waiting);
    notifier.run(waiting);
  }

  void ended(Waiting waiting) {
    notifier.remove(waiting);
    open.remove(waiting);
  }

  /**
   * The present answer of a call.
   *
   * @param after the cursor that replaces the one in the query; null to keep it
   */
  ApiAnswer ask(Request request, String after) throws Exception {
    return calls.answer(admit(request, after), invoker);
  }

  /** The request of a caller whose key is valid now. */
  ApiRequest admit(Request request, String after) throws Exception {
    ApiRequest admitted =
        endpoint.authenticate(
            request.method(), request.path(), request.query(), request.key(), request.address());
    return after == null ? admitted : admitted.with("after", after);
  }

  EventLogReader log() {
    return log;
  }

  EventNotifier notifier() {
    return notifier;
  }

  Duration heartbeat() {
    return heartbeat;
  }

  Answer answer(ApiAnswer answer) {
    try {
      return new Answer(answer.status(), ApiEndpoint.HEADERS, endpoint.bytes(answer.body()));
    } catch (JsonProcessingException e) {
      return answer(e);
    }
  }

  Answer answer(Throwable failure) {
    ApiError error = ApiEndpoint.error(failure);
    Map<String, String> headers = new LinkedHashMap<>(ApiEndpoint.HEADERS);
    headers.putAll(error.headers());
    return new Answer(
        error.status(), headers, error.body().toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Ends all waits and streams: waiting callers get an empty answer. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Waiting::close);
  }
}
