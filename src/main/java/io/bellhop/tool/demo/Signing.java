package io.bellhop.tool.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.OutgoingRequest;
import io.bellhop.tool.fixture.ScriptNode;
import io.bellhop.tool.fixture.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a step is signed, as the provider would do it, or with a fault on purpose.
 *
 * @param unknown the one field of the credentials that the sender only guesses; empty for none
 * @param isAbsent whether nothing is signed at all
 * @param isTampered whether the body is changed after it was signed
 * @param age how long ago it was signed
 * @param renamed headers that go out under another name
 */
record Signing(
    String unknown,
    boolean isAbsent,
    boolean isTampered,
    Duration age,
    Map<String, JsonNode> renamed) {
  static final Set<String> FIELDS =
      Set.of("unknown", "unsigned", "tampered", "minutes-old", "renamed");

  static Signing of(ScriptNode script) {
    return new Signing(
        script.text("unknown", ""),
        script.isSet("unsigned"),
        script.isSet("tampered"),
        Duration.ofMinutes(script.number("minutes-old", 0)),
        script.values("renamed"));
  }

  /**
   * @param ingest the parameters of the provider's listener
   * @param credentials the account's
   */
  OutgoingRequest sign(
      Map<String, String> ingest, Map<String, String> credentials, byte[] body, String webhookId) {
    if (isAbsent) {
      return new OutgoingRequest(Map.of(), body);
    }
    Map<String, String> known = new HashMap<>(credentials);
    if (!unknown.isEmpty()) {
      known.put(unknown, "a guess");
    }
    byte[] signed = isTampered ? (new String(body, UTF_8) + " ").getBytes(UTF_8) : body;
    return new OutgoingRequest(
        Signer.of(ingest, known).headers(signed, webhookId, Instant.now().minus(age)), body);
  }

  /** What was signed, with headers of these names. */
  OutgoingRequest rename(OutgoingRequest signed) {
    Map<String, String> headers = new HashMap<>(signed.headers());
    renamed.forEach((from, to) -> headers.put(to.asText(), headers.remove(from)));
    return new OutgoingRequest(headers, signed.body());
  }
}
