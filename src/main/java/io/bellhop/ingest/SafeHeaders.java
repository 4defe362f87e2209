package io.bellhop.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Credentials;
import io.bellhop.json.JsonTexts;
import io.bellhop.net.RequestHeaders;
import io.bellhop.tracing.TraceParent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prepares headers for storage: it masks those that authenticate, and keeps the others for
 * diagnosis.
 */
final class SafeHeaders {
  private static final List<String> SECRET =
      List.of(
          "auth",
          "bearer",
          "cookie",
          "credential",
          "hmac",
          "jwt",
          "key",
          "pass",
          "secret",
          "session",
          "signature",
          "token");

  /** Headers that help diagnosis are not longer. */
  private static final int LONGEST = 2_000;

  private SafeHeaders() {}

  /**
   * @param signature a header that authenticates although its name does not show that
   * @param traceParent the trace parent of the message; null for the sender's
   */
  static String json(
      RequestHeaders headers, Account account, String signature, String traceParent) {
    String own = account.webhook().get("header");
    StringBuilder json = new StringBuilder(512).append('{');
    headers
        .all()
        .forEach(
            (name, values) -> {
              boolean isLeftOut = traceParent != null && name.equals(TraceParent.HEADER);
              boolean isSecret =
                  name.equalsIgnoreCase(own) || name.equalsIgnoreCase(signature) || isMasked(name);
              if (!isLeftOut) {
                put(json, name, isSecret ? Credentials.MASK : shown(values));
              }
            });
    if (traceParent != null) {
      put(json, TraceParent.HEADER, traceParent);
    }
    return json.append('}').toString();
  }

  /** Without a JSON tree, which costs more than all other work here. */
  private static void put(StringBuilder json, String name, String value) {
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    json.append(json.length() == 1 ? "\"" : ",\"");
    encoder.quoteAsString(name, json);
    json.append("\":\"");
    encoder.quoteAsString(value, json);
    json.append('"');
  }

  /** Whether a header of this name is masked, whatever its value. */
  static boolean isMasked(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return SECRET.stream().anyMatch(plain::contains);
  }

  /** The HTTP server of a host may pass on any headers, and the column has a limit. */
  private static String shown(List<String> values) {
    String text = JsonTexts.clean(String.join(", ", values));
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /** The headers of a stored message; those that authenticate are masked. */
  static RequestHeaders read(ObjectMapper mapper, String json) {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    try {
      mapper
          .readTree(json)
          .properties()
          .forEach(field -> entries.add(Map.entry(field.getKey(), field.getValue().asText())));
      return new RequestHeaders(entries);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
