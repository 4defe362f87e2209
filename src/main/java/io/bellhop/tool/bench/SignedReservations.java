package io.bellhop.tool.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.OutgoingRequest;
import io.bellhop.tool.fixture.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A new record each time, signed: the fixture with its id replaced in the bytes, which costs a copy
 * and a signature and no JSON. For one thread.
 */
final class SignedReservations implements Supplier<OutgoingRequest> {
  private final byte[] template;
  private final int[] idPositions;
  private final int idLength;
  private final Signer signer;
  private final String prefix;
  private long next;

  /**
   * @param idAt where its id stands, a text of hexadecimal digits
   * @param run 0 to 255: ids of different runs against one database never meet
   */
  SignedReservations(ObjectNode body, String idAt, Signer signer, int run) {
    this.signer = signer;
    String id = body.at(idAt).asText();
    template = FixtureJson.bytes(body);
    idLength = id.length();
    idPositions = positions(template, id.getBytes(StandardCharsets.UTF_8));
    prefix = String.format("%02x", run);
  }

  @Override
  public OutgoingRequest get() {
    byte[] id = id(next++).getBytes(StandardCharsets.ISO_8859_1);
    byte[] body = Arrays.copyOf(template, template.length);
    for (int position : idPositions) {
      System.arraycopy(id, 0, body, position, id.length);
    }
    Map<String, String> headers =
        new HashMap<>(signer.headers(body, "msg_" + prefix + next, Instant.now()));
    headers.put("Content-Type", "application/json");
    return new OutgoingRequest(headers, body);
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
