package io.bellhop.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.Json;
import io.bellhop.fixture.Outgoing;
import io.bellhop.fixture.SvixSigner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A new Guesty reservation each time, signed: the fixture with its id replaced in the bytes, which
 * costs a copy and an HMAC and no JSON. For one thread.
 */
public final class SignedReservations implements Supplier<Outgoing> {
  public static final String PROVIDER = "guesty";
  public static final String SECRET = SvixSigner.secretOf("bellhop-bench-secret-bellhop-bench");

  private static final int SECOND_IN_NANOS = 1_000_000_000;

  private final byte[] template;
  private final int[] idPositions;
  private final int idLength;
  private final SvixSigner signer;
  private final String prefix;
  private long next;
  private long signedAt;
  private long epochSecond;

  /**
   * @param run 0 to 255: ids of different runs against one database never meet
   */
  public SignedReservations(Fixtures fixtures, String secret, int run) {
    this(fixtures.json("reservation.new.json"), "/reservation/_id", secret, run);
  }

  /** Webhooks that name a reservation and nothing else of it: the API is asked for each. */
  public static SignedReservations thin(Fixtures fixtures, String secret, int run) {
    ObjectNode body = fixtures.json("reservation.created.v2.json");
    return new SignedReservations(body, "/data/reservationId", secret, run);
  }

  private SignedReservations(ObjectNode body, String idAt, String secret, int run) {
    String id = body.at(idAt).asText();
    template = Json.bytes(body);
    idLength = id.length();
    idPositions = positions(template, id.getBytes(StandardCharsets.UTF_8));
    signer = new SvixSigner(secret);
    prefix = String.format("%02x", run);
    signedAt = System.nanoTime() - SECOND_IN_NANOS;
  }

  /** The account that these are sent to; its API is never asked, the bodies are whole. */
  public static ObjectNode account() {
    ObjectNode fields = Json.object();
    fields.put("provider", PROVIDER).put("name", "reservations");
    fields.withObject("webhook").put("secret", SECRET);
    return fields;
  }

  /** An account whose API is at this address. */
  public static ObjectNode accountAt(String api) {
    ObjectNode fields = account().put("name", "reservations to be read");
    fields
        .withObject("api")
        .put("base_url", api)
        .put("client_id", "bench")
        .put("client_secret", "bench");
    return fields;
  }

  public int bodySize() {
    return template.length;
  }

  @Override
  public Outgoing get() {
    byte[] id = id(next++).getBytes(StandardCharsets.ISO_8859_1);
    byte[] body = Arrays.copyOf(template, template.length);
    for (int position : idPositions) {
      System.arraycopy(id, 0, body, position, id.length);
    }
    return new Outgoing(headers("msg_" + prefix + next, body), body);
  }

  private Map<String, String> headers(String messageId, byte[] body) {
    if (System.nanoTime() - signedAt >= SECOND_IN_NANOS) {
      signedAt = System.nanoTime();
      epochSecond = System.currentTimeMillis() / 1000;
    }
    Map<String, String> headers = new HashMap<>(8);
    headers.put("Content-Type", "application/json");
    headers.put("svix-id", messageId);
    headers.put("svix-timestamp", Long.toString(epochSecond));
    headers.put("svix-signature", signer.sign(messageId, epochSecond, body));
    return headers;
  }

  /** Hexadecimal and as long as the fixture's own, as the provider's ids are. */
  private String id(long number) {
    String hex = Long.toHexString(number);
    return prefix + "0".repeat(idLength - prefix.length() - hex.length()) + hex;
  }

  private static int[] positions(byte[] text, byte[] word) {
    String haystack = new String(text, StandardCharsets.ISO_8859_1);
    String needle = new String(word, StandardCharsets.ISO_8859_1);
    int[] found = new int[0];
    for (int at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
      found = Arrays.copyOf(found, found.length + 1);
      found[found.length - 1] = at;
    }
    return found;
  }
}
