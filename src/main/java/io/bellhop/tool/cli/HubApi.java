package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A hub's API for the commands: every failure becomes one line for the person who typed them. */
final class HubApi {
  private final HubClient client;
  private final URI hub;

  HubApi(URI hub, String apiKey) {
    this.hub = hub;
    this.client = new HubClient(hub, apiKey, this::read);
  }

  URI hub() {
    return hub;
  }

  /** All items of a list, page by page. */
  List<JsonNode> all(String path) {
    return reach(() -> client.all(path));
  }

  JsonNode get(String path) {
    return reach(() -> client.call("GET", path, null));
  }

  JsonNode post(String path, ObjectNode body) {
    return reach(() -> client.call("POST", path, FixtureJson.bytes(body)));
  }

  private <T> T reach(Supplier<T> call) {
    try {
      return call.get();
    } catch (UncheckedIOException e) {
      CommandException away =
          unreachable(
              "hub",
              hub.toString(),
              "start it (java -jar bellhop.jar), or give its URL by --url or BELLHOP_URL",
              e);
      throw new HubUnreachableException(away.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandException("the API key has characters that no header can have", e);
    }
  }

  private JsonNode read(String method, String path, HttpResponse<String> answer) {
    String what = method + " " + path.replaceFirst("\\?.*", "");
    JsonNode json = json(answer.body());
    if (answer.statusCode() / 100 == 2 && json.isObject()) {
      return json;
    }
    JsonNode errors = json.path("errors");
    if (!errors.isObject()) {
      throw new CommandException(
          what + ": " + hub + " answers " + answer.statusCode() + ", as no hub does: check --url");
    }
    if (answer.statusCode() == 503) {
      throw new HubUnreachableException(what + ": the hub answers 503: " + details(errors), null);
    }
    throw new CommandException(
        switch (answer.statusCode()) {
          case 401 ->
              "the hub at " + hub + " refuses the API key: check --api-key or BELLHOP_API_KEY";
          case 404 -> "the hub at " + hub + " has no " + path.replaceFirst("\\?.*", "");
          default -> what + ": the hub answers " + answer.statusCode() + ": " + details(errors);
        });
  }

  /**
   * One line for a server that does not answer.
   *
   * @param cure what to do if no server listens
   */
  static CommandException unreachable(
      String who, String where, String cure, UncheckedIOException e) {
    Throwable cause = e.getCause();
    String what =
        cause instanceof HttpTimeoutException
            ? " does not answer in time"
            : cause instanceof ConnectException
                ? " is not running: " + cure
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

  private static String details(JsonNode errors) {
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
