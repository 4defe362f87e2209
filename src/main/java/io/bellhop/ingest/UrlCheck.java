package io.bellhop.ingest;

import io.bellhop.config.TemplateParameters;
import io.bellhop.ingest.FieldExpression.Source;
import io.bellhop.net.RequestHeaders;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises a provider's check that the listener URL exists: a GET, a HEAD or an empty POST.
 * Bellhop answers 200 and stores nothing, so the check needs no authentication.
 *
 * @param ways get, head, empty (a POST without a body, or with only {@code {}})
 * @param challenge a query parameter ({@code ?name}) or header ({@code @name}) whose value Bellhop
 *     sends back; empty for none
 */
record UrlCheck(Set<String> ways, String challenge) {
  private static final Set<String> WAYS = Set.of("get", "head", "empty");

  /** The form of a token. Any other text might be a page that an attacker wants Bellhop to show. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=:-]{1,500}");

  private static final Pattern NAME = Pattern.compile("[?@][A-Za-z0-9._-]{1,100}");

  /** The body of a check is white space, perhaps around an empty object. */
  private static final int LONGEST_EMPTY = 64;

  static UrlCheck of(TemplateParameters parameters) {
    List<String> ways = parameters.names("check");
    if (!WAYS.containsAll(ways)) {
      throw parameters.wrong("check", "must be some of get, head and empty, separated by spaces");
    }
    String challenge = parameters.text("challenge").trim();
    if (!challenge.isEmpty() && (ways.isEmpty() || !NAME.matcher(challenge).matches())) {
      throw parameters.wrong(
          "challenge",
          ways.isEmpty()
              ? "needs check, which says how the provider checks the URL"
              : "must be a query parameter (?name) or a " + Source.HEADER.form());
    }
    return new UrlCheck(Set.copyOf(ways), challenge);
  }

  /** Whether a request is such a check. */
  boolean isOne(String method, byte[] body) {
    return switch (method) {
      case "GET", "HEAD" -> ways.contains(method.toLowerCase(java.util.Locale.ROOT));
      case "POST" -> ways.contains("empty") && isEmpty(body);
      default -> false;
    };
  }

  private static boolean isEmpty(byte[] body) {
    if (body.length > LONGEST_EMPTY) {
      return false;
    }
    String text = new String(body, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
    return text.isEmpty() || text.equals("{}");
  }

  IngestResponse answer(RequestHeaders headers, String query) {
    String given =
        challenge.isEmpty()
            ? null
            : challenge.startsWith("@")
                ? headers.one(challenge.substring(1))
                : inQuery(query, challenge.substring(1));
    return given != null && TOKEN.matcher(given).matches()
        ? IngestResponse.echo(given)
        : IngestResponse.ACCEPTED;
  }

  /** The value of a parameter; null if it is missing or occurs more than once. */
  private static String inQuery(String query, String name) {
    List<String> found =
        Arrays.stream(query.split("&"))
            .filter(pair -> pair.startsWith(name + "="))
            .map(pair -> pair.substring(name.length() + 1))
            .toList();
    try {
      return found.size() == 1 ? URLDecoder.decode(found.get(0), StandardCharsets.UTF_8) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
