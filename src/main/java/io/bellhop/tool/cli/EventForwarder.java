package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Senders;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Posts events to a program on this machine, signed as a hub signs them. */
final class EventForwarder {
  private final Senders senders = new Senders();
  private final URI target;
  private final String secret;
  private final Clock clock;

  EventForwarder(URI target, String secret, Clock clock) {
    this.target = target;
    this.secret = secret;
    this.clock = clock;
  }

  /** Posts an event and describes the result in a few words. */
  String forward(JsonNode event) {
    byte[] body = FixtureJson.bytes(event);
    String id = event.at("/hook/id").asText();
    Map<String, String> headers =
        new HashMap<>(Senders.standardWebhooks(secret, id, clock.instant(), body));
    headers.put("Content-Type", "application/json");
    try {
      HttpResponse<String> answer = senders.post(target, body, headers);
      return target + " answers " + answer.statusCode();
    } catch (UncheckedIOException e) {
      return target + " does not answer: " + e.getCause().getClass().getSimpleName();
    }
  }
}
