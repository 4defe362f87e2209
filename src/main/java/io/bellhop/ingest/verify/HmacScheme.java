package io.bellhop.ingest.verify;

import io.bellhop.config.TemplateParameters;
import io.bellhop.crypto.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How a provider signs webhooks.
 *
 * @param prefix of the signature
 * @param before the signed text before the body, with {@code {timestamp}} for the time
 * @param after the signed text after the body
 * @param timestampHeader empty if no time is signed
 */
record HmacScheme(
    String signatureHeader,
    Hmac algorithm,
    Encoding encoding,
    String prefix,
    String before,
    String after,
    String timestampHeader,
    Encoding secretEncoding) {

  private static final String BODY = "{body}";
  private static final String TIMESTAMP = "{timestamp}";
  private static final Pattern BRACES = Pattern.compile("\\{[^{}]*}");

  static HmacScheme of(TemplateParameters parameters) {
    String content = content(parameters);
    int at = content.indexOf(BODY);
    return new HmacScheme(
        parameters.header("signatureHeader"),
        Hmac.named(parameters.oneOf("signatureAlgorithm", Hmac.names())),
        encoding(parameters.oneOf("signatureEncoding", Set.of("hex", "base64"))),
        parameters.text("signaturePrefix"),
        content.substring(0, at),
        content.substring(at + BODY.length()),
        timestampHeader(parameters, content),
        encoding(parameters.oneOf("secretEncoding", Set.of("text", "hex", "base64"))));
  }

  byte[] before(String timestamp) {
    return before.replace(TIMESTAMP, timestamp).getBytes(StandardCharsets.UTF_8);
  }

  byte[] after(String timestamp) {
    return after.replace(TIMESTAMP, timestamp).getBytes(StandardCharsets.UTF_8);
  }

  private static String content(TemplateParameters parameters) {
    String content = parameters.text("signedContent");
    Set<String> known = Set.of(BODY, TIMESTAMP);
    if (content.indexOf(BODY) < 0
        || content.indexOf(BODY) != content.lastIndexOf(BODY)
        || !BRACES.matcher(content).results().map(MatchResult::group).allMatch(known::contains)) {
      throw parameters.wrong(
          "signedContent", "must have {body} once, and no other braces than {timestamp}");
    }
    return content;
  }

  private static String timestampHeader(TemplateParameters parameters, String content) {
    boolean signed = content.contains(TIMESTAMP);
    if (signed == parameters.isSet("timestampHeader")) {
      return signed ? parameters.header("timestampHeader") : "";
    }
    // An unsigned time proves nothing: a sender that repeats a request could write a new one.
    throw parameters.wrong(
        "timestampHeader",
        signed
            ? "must name a header, since signedContent has {timestamp}"
            : "must be left out, or signedContent must have {timestamp}");
  }

  private static Encoding encoding(String name) {
    return Encoding.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
