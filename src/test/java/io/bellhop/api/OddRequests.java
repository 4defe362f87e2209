package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;

/** A hub that is asked what no well-behaved caller asks, by a socket if need be. */
abstract class OddRequests extends ApiOnHub {
  record Answer(int status, String body, String allow) {}

  static final ObjectMapper MAPPER = new ObjectMapper();
  static final String NOBODY = UUID.randomUUID().toString();
  String account;
  String webhook;

  OddRequests(Store store) {
    super(store, Map.of("bellhop.providers", "ownerrez", "bellhop.delivery.allow-private", "true"));
  }

  @BeforeAll
  void connect() {
    account =
        api.post(
                "/integration_accounts",
                "{'integration_account':{'provider':'ownerrez','name':'odd','api':{'token':'t','base_url':'http://127.0.0.1:9'},"
                    + "'webhook':{'username':'u','password':'p'}}}",
                201)
            .at("/data/id")
            .asText();
    webhook = api.subscribe("http://127.0.0.1:9/odd");
  }

  List<String> lists() {
    return List.of(
        "/integration_accounts",
        "/webhooks",
        "/events",
        "/reservations",
        "/records/reservation",
        "/records/conversation",
        "/inbox",
        "/deliveries");
  }

  List<String> items() {
    return List.of(
        "/integration_accounts/" + account,
        "/integration_accounts/" + account + "/sync",
        "/webhooks/" + webhook,
        "/events/" + NOBODY,
        "/reservations/1",
        "/records/guest/1",
        "/inbox/" + NOBODY,
        "/deliveries/" + NOBODY);
  }

  /** Path, and the name that a good body is wrapped by. */
  Map<String, String> posts() {
    return Map.of(
        "/integration_accounts",
        "integration_account",
        "/integration_accounts/" + account + "/register",
        "register",
        "/integration_accounts/" + account + "/sync",
        "sync",
        "/webhooks",
        "webhook",
        "/webhooks/test",
        "webhook",
        "/webhooks/" + webhook + "/rotate_secret",
        "webhook",
        "/webhooks/" + webhook + "/replay",
        "replay",
        "/deliveries/retry",
        "retry",
        "/deliveries/" + NOBODY + "/retry",
        "retry",
        "/inbox/" + NOBODY + "/replay",
        "replay");
  }

  static JsonNode json(Answer answer) throws IOException {
    return MAPPER.readTree(answer.body());
  }

  Answer get(String path) throws IOException {
    return raw("GET", path, null, "");
  }

  /** By a socket: an HTTP client would refuse to send what is asked for here. */
  Answer raw(String method, String path, String body, String type) throws IOException {
    URI url = hub.server().url();
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " /api/v1"
            + path
            + " HTTP/1.1\r\nHost: "
            + url.getAuthority()
            + "\r\nConnection: close\r\nuser-api-key: "
            + TestHub.API_KEY
            + (body == null ? "" : "\r\nContent-Length: " + bytes.length)
            + (type.isEmpty() ? "" : "\r\nContent-Type: " + type)
            + "\r\n\r\n";
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return answer(socket.getInputStream());
    }
  }

  static Answer answer(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    String allow = "";
    for (String line : text.substring(0, Math.max(0, end)).split("\r\n")) {
      if (line.regionMatches(true, 0, "allow:", 0, 6)) {
        allow = line.substring(6).strip();
      }
    }
    return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4), allow);
  }
}
