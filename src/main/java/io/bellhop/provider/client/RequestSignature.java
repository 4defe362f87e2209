package io.bellhop.provider.client;

import io.bellhop.config.TemplateParameters;
import io.bellhop.crypto.Hmac;
import io.bellhop.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How to sign calls of a provider's API. Immutable.
 *
 * @param signed the signed text, with places in braces
 * @param encoding of the signature
 * @param time the form of the moment
 * @param headers to send, with places in braces
 */
record RequestSignature(
    String signed, Hmac algorithm, String encoding, String time, HeaderTemplates headers) {
  static final RequestSignature NONE = new RequestSignature("", Hmac.SHA256, "", "", null);

  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]*)}");
  private static final String SIGNATURE = "signature";
  private static final Set<String> SENT = Set.of("key", "timestamp", "nonce", SIGNATURE);
  private static final Set<String> SIGNED =
      Set.of("key", "timestamp", "nonce", "method", "path", "query", "body", "bodyHash");

  /** Without signedRequest there is no signature. */
  static RequestSignature parse(TemplateParameters parameters) {
    if (!parameters.isSet("signedRequest")) {
      return NONE;
    }
    // YAML does not replace the two characters outside of double quotes.
    String signed = parameters.text("signedRequest").replace("\\n", "\n");
    if (!PLACE.matcher(signed).results().map(RequestSignature::name).allMatch(SIGNED::contains)) {
      throw parameters.wrong(
          "signedRequest",
          "must have no other places than {method}, {path}, {query}, {timestamp}, {nonce}, {body},"
              + " {bodyHash} and {key}");
    }
    HeaderTemplates headers = HeaderTemplates.parse(parameters.text("signatureHeaders"));
    if (!SENT.containsAll(headers.fields()) || !headers.fields().contains(SIGNATURE)) {
      throw parameters.wrong(
          "signatureHeaders",
          "must have {signature}, and of other places only {key}, {timestamp} and {nonce}");
    }
    return new RequestSignature(
        signed,
        Hmac.named(parameters.oneOf("signatureAlgorithm", Hmac.names())),
        parameters.oneOf("signatureEncoding", Set.of("hex", "base64")),
        parameters.oneOf("signatureTime", Set.of("iso", "seconds", "milliseconds")),
        headers);
  }

  boolean isUsed() {
    return !signed.isEmpty();
  }

  /** The headers that authenticate the call. */
  Map<String, String> of(ApiCall call, String key, String secret, Instant now, String nonce) {
    byte[] body = call.body() == null ? new byte[0] : call.body().getBytes(StandardCharsets.UTF_8);
    String[] address = call.path().split("\\?", 2);
    Map<String, String> values = new HashMap<>();
    values.put("key", key);
    values.put("timestamp", written(now));
    values.put("nonce", nonce);
    values.put("method", call.method());
    values.put("path", address[0]);
    values.put("query", address.length == 1 ? "" : sorted(address[1]));
    values.put("body", new String(body, StandardCharsets.UTF_8));
    values.put("bodyHash", Sha256.hex(body));
    String text =
        PLACE.matcher(signed).replaceAll(m -> Matcher.quoteReplacement(values.get(name(m))));
    byte[] secretBytes = secret.getBytes(StandardCharsets.UTF_8);
    values.put(
        SIGNATURE, encoded(algorithm.sign(secretBytes, text.getBytes(StandardCharsets.UTF_8))));
    Map<String, String> sent = new LinkedHashMap<>();
    for (HeaderTemplate header : headers.all()) {
      String value = header.sources().isEmpty() ? "" : values.get(header.sources().get(0));
      sent.put(header.name(), header.before() + value + header.after());
    }
    return sent;
  }

  private static String name(MatchResult place) {
    return place.group(1);
  }

  /** Pairs as sent, by name and then by value: a name may occur several times. */
  private static String sorted(String query) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> !pair.isEmpty())
        .sorted(
            Comparator.comparing((String pair) -> pair.split("=", 2)[0])
                .thenComparing(Comparator.naturalOrder()))
        .collect(Collectors.joining("&"));
  }

  private String written(Instant now) {
    return switch (time) {
      case "seconds" -> String.valueOf(now.getEpochSecond());
      case "milliseconds" -> String.valueOf(now.toEpochMilli());
      default -> now.truncatedTo(ChronoUnit.SECONDS).toString();
    };
  }

  private String encoded(byte[] signature) {
    return encoding.equals("hex")
        ? HexFormat.of().formatHex(signature)
        : Base64.getEncoder().encodeToString(signature);
  }
}
