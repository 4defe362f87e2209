package io.bellhop.ingest.verify;

import io.bellhop.config.FormerNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.util.TimeUtils;

/**
 * The parameters of the ingest template. One that is wrong says its name, what to write, and what
 * it was: it stops the start.
 */
public final class TemplateParameters {
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  /** As the template has them: a listener may also be made without it, by a RouteBuilder. */
  public static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("verify", ""),
          Map.entry("verifyOptional", "false"),
          Map.entry("proof", ""),
          Map.entry("proofOptional", ""),
          Map.entry("signatureHeader", ""),
          Map.entry("signatureAlgorithm", "sha256"),
          Map.entry("signatureEncoding", "hex"),
          Map.entry("signaturePrefix", ""),
          Map.entry("signedContent", "{body}"),
          Map.entry("timestampHeader", ""),
          Map.entry("secretEncoding", "text"),
          Map.entry("body", "object"),
          Map.entry("elements", ""),
          Map.entry("check", ""),
          Map.entry("challenge", ""),
          Map.entry("tenantOptional", "false"),
          Map.entry("drop", ""),
          Map.entry("idempotencyWindow", ""),
          Map.entry("tenant", ""),
          Map.entry("mergeEvents", ""),
          Map.entry("mergeWindow", "0"));

  /** What parameters were called before, by what they are called now. */
  private static final Map<String, String> FORMER =
      Map.of("verify", "proof", "verifyOptional", "proofOptional");

  private final Map<String, String> values = new HashMap<>(DEFAULTS);

  /** The former names that a folder still writes. */
  private final Map<String, String> written = new HashMap<>();

  public TemplateParameters(Map<String, String> given) {
    values.putAll(given);
    FORMER.forEach(
        (name, former) -> {
          String before = given.get(former);
          if (before != null && !before.isBlank()) {
            values.put(name, FormerNames.value(name, values.get(name), former, before));
            written.put(name, former);
          }
        });
  }

  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("parameter " + name + " is missing");
    }
    return value;
  }

  public boolean isSet(String name) {
    return !text(name).isBlank();
  }

  public String oneOf(String name, Set<String> allowed) {
    if (!allowed.contains(text(name).trim())) {
      throw wrong(name, "must be one of " + String.join(", ", new TreeSet<>(allowed)));
    }
    return text(name).trim();
  }

  public boolean flag(String name) {
    return oneOf(name, Set.of("true", "false")).equals("true");
  }

  /** A time such as 500ms, 2s, 5m, 1h or 30d. */
  public Duration time(String name) {
    // Camel's parser makes something of anything: of an empty text, for one, no time at all.
    if (!text(name).trim().matches("[0-9]{1,9}(ms|s|m|h|d)?")) {
      throw wrong(name, "must be a time such as 500ms, 2s, 5m or 30d");
    }
    return Duration.ofMillis(TimeUtils.toMilliSeconds(text(name).trim()));
  }

  String header(String name) {
    if (!HEADER.matcher(text(name).trim()).matches()) {
      throw wrong(name, "must be the name of a header, such as X-Signature");
    }
    return text(name).trim();
  }

  /** Whole texts that a regular expression fits; none if it is not set. */
  public Predicate<String> matching(String name) {
    try {
      return isSet(name) ? Pattern.compile(text(name)).asMatchPredicate() : any -> false;
    } catch (PatternSyntaxException e) {
      throw wrong(name, "must be a regular expression (" + e.getDescription() + ")");
    }
  }

  /** Names of fields, divided by blanks or commas. */
  public List<String> names(String name) {
    if (text(name).contains("$")) {
      throw wrong(name, "must be names of fields, no paths, divided by blanks");
    }
    return Arrays.stream(text(name).split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }

  public IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException(
        "parameter " + written.getOrDefault(name, name) + " " + what + ", was: " + text(name));
  }
}
