package io.bellhop.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Reads a stream of server-sent events as a browser does, on a thread of its own. */
public final class EventReader implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** An event of the stream. */
  public record Event(String id, String type, String data) {
    public JsonNode json() {
      try {
        return TestNode.MAPPER.readTree(data);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    public String record() {
      return json().at("/data/record/id").asText();
    }
  }

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger heartbeats = new AtomicInteger();
  private final InputStream body;
  private final Thread thread;

  private EventReader(InputStream body) {
    this.body = body;
    this.thread = new Thread(this::read, "event-reader");
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects; when this returns, the stream has begun. */
  public static EventReader open(String url, String key, Map<String, String> headers) {
    HttpResponse<InputStream> answer = send(url, key, headers);
    if (answer.statusCode() != 200) {
      throw new AssertionError("the stream answers " + answer.statusCode());
    }
    return new EventReader(answer.body());
  }

  /** The head of the answer, which is closed then. */
  public static HttpResponse<?> head(String url) {
    HttpResponse<InputStream> answer = send(url, TestHub.API_KEY, Map.of());
    try (InputStream body = answer.body()) {
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static int status(String url, String key, Map<String, String> headers) {
    HttpResponse<InputStream> answer = send(url, key, headers);
    try (InputStream body = answer.body()) {
      return answer.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<InputStream> send(
      String url, String key, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).header("user-api-key", key);
    headers.forEach(request::header);
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    String id = "";
    String type = "";
    String data = "";
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.startsWith(": ")) {
          heartbeats.incrementAndGet();
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(id, type, data));
          data = "";
        }
      }
    } catch (IOException e) {
      // Closed here or broken off there: awaitEnd sees that the thread has ended.
    }
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  /** The ids of the records, when there are so many events. */
  public List<String> awaitRecords(int count) {
    return await(found -> found.size() >= count).stream().map(Event::record).toList();
  }

  public List<Event> await(Predicate<List<Event>> enough) {
    waiting().until(() -> enough.test(events));
    return events();
  }

  public void awaitHeartbeats(int count) {
    waiting().until(() -> heartbeats.get() >= count);
  }

  /** Waits until the other side has ended the stream. */
  public void awaitEnd() {
    waiting().until(() -> !thread.isAlive());
  }

  private static ConditionFactory waiting() {
    return Awaitility.await().pollInterval(Duration.ofMillis(10));
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
