package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.Senders;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls a hub's API and says what status is expected. Single quotes in bodies are double ones. */
public record Api(URI hub, Senders senders) {
  public static Api of(TestHub hub) {
    return new Api(hub.server().url(), hub.senders());
  }

  public JsonNode get(String path, int status) {
    return call("GET", path, null, status);
  }

  public JsonNode post(String path, String body, int status) {
    return call("POST", path, body, status);
  }

  public JsonNode call(String method, String path, String body, int status) {
    HttpResponse<String> answer = send(method, path, body, Map.of("user-api-key", TestHub.API_KEY));
    assertThat(answer.statusCode())
        .as(method + " " + path + ": " + answer.body())
        .isEqualTo(status);
    try {
      return TestNode.MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HttpResponse<String> send(
      String method, String path, String body, Map<String, String> headers) {
    String json = body == null ? null : body.replace('\'', '"');
    byte[] bytes = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        senders.send(method, URI.create(hub + "/api/v1" + path), bytes, headers);
    OpenApiCheck.check(method, "/api/v1" + path, json, answer);
    return answer;
  }

  /** The attributes of a new webhook. */
  public JsonNode webhook(String attributes) {
    return post("/webhooks", "{'webhook':{" + attributes + "}}", 201).path("data");
  }

  /** A webhook for everything, with data. */
  public String subscribe(String url) {
    return webhook(
            "'callback_url':'"
                + url
                + "','event_mask':'*','is_global':true,'is_active':true,'send_data':true")
        .path("id")
        .asText();
  }

  /** Up to a hundred. */
  public void deleteWebhooks() {
    for (String id : ids(get("/webhooks?pagination%5Blimit%5D=100", 200))) {
      call("DELETE", "/webhooks/" + id, null, 200);
    }
  }

  public static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.path("data").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }
}
