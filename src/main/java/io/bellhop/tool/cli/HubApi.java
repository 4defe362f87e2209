package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Senders;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A hub's API for the commands: whatever goes wrong becomes one line for whoever typed them. */
final class HubApi {
  private static final int PAGE = 100;

  private final Senders senders = new Senders();
  private final URI hub;
  private final String apiKey;

  HubApi(URI hub, String apiKey) {
    this.hub = hub;
    this.apiKey = apiKey;
  }

  URI hub() {
    return hub;
  }

  /** All items of a list, page by page. */
  List<JsonNode> all(String path) {
    List<JsonNode> all = new ArrayList<>();
    for (int page = 1; ; page++) {
      JsonNode answer =
          call(
              "GET",
              path + "?pagination%5Bpage%5D=" + page + "&pagination%5Blimit%5D=" + PAGE,
              null);
      answer.path("data").forEach(all::add);
      boolean last = (long) page * PAGE >= answer.path("meta").path("total").asLong();
      if (last || answer.path("data").isEmpty()) {
        return all;
      }
    }
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  JsonNode post(String path, ObjectNode body) {
    return call("POST", path, FixtureJson.bytes(body));
  }

  private JsonNode call(String method, String path, byte[] body) {
    HttpResponse<String> answer = send(method, path, body);
    String what = method + " " + path.replaceFirst("\\?.*", "");
    JsonNode json = json(answer.body());
    if (answer.statusCode() / 100 == 2 && json.isObject()) {
      return json;
    }
    JsonNode errors = json.path("errors");
    if (!errors.isObject()) {
      throw new CommandException(
          what + ": " + hub + " answers " + answer.statusCode() + " as no hub does; is it one?");
    }
    throw new CommandException(
        switch (answer.statusCode()) {
          case 401 ->
              "the hub at " + hub + " refuses the API key: check --api-key or BELLHOP_API_KEY";
          case 404 -> "the hub at " + hub + " has no " + path.replaceFirst("\\?.*", "");
          default -> what + ": the hub answers " + answer.statusCode() + ": " + said(errors);
        });
  }

  private HttpResponse<String> send(String method, String path, byte[] body) {
    try {
      return senders.send(
          method, URI.create(hub + "/api/v1" + path), body, Map.of("user-api-key", apiKey));
    } catch (UncheckedIOException e) {
      throw unreachable(
          "hub",
          hub.toString(),
          "start it (java -jar bellhop.jar), or say with --url or BELLHOP_URL where it is",
          e);
    } catch (IllegalArgumentException e) {
      throw new CommandException("the API key has characters that no header can have", e);
    }
  }

  /**
   * One line for a server that could not be asked.
   *
   * @param cure what to do if nobody listens
   */
  static CommandException unreachable(
      String who, String where, String cure, UncheckedIOException e) {
    Throwable cause = e.getCause();
    String what =
        cause instanceof HttpTimeoutException
            ? " does not answer in time"
            : cause instanceof ConnectException
                ? " is not there, nobody answers: " + cure
                : " cannot be reached: " + cause.getMessage();
    return new CommandException("the " + who + " at " + where + what, e);
  }

  private static JsonNode json(String body) {
    try {
      return FixtureJson.parse(body.getBytes(StandardCharsets.UTF_8));
    } catch (UncheckedIOException e) {
      return FixtureJson.object().nullNode();
    }
  }

  private static String said(JsonNode errors) {
    String details =
        errors.path("details").properties().stream()
            .map(field -> field.getKey() + " " + texts(field.getValue()))
            .collect(Collectors.joining("; "));
    return details.isEmpty() ? errors.path("title").asText() : details;
  }

  private static String texts(JsonNode texts) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }
}
