package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/** The only form in which anything of a payload gets into a request to a provider's API. */
final class PathIds {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

  private PathIds() {}

  /** A time in UTC as a URL may have it; null if the variable holds none. */
  static String time(Exchange exchange, String name) {
    Object value = exchange.getVariable(name);
    String text = value instanceof JsonNode node ? node.asText() : String.valueOf(value);
    return TIME.matcher(text).matches() ? text.replace(":", "%3A") : null;
  }

  /** What a variable holds; null if that is no id. */
  static String variable(Exchange exchange, String name) {
    Object value = exchange.getVariable(name);
    if (value instanceof JsonNode node) {
      value = node.isTextual() || node.isIntegralNumber() ? node.asText() : null;
    }
    if (!(value instanceof CharSequence) && !(value instanceof Number)) {
      return null;
    }
    String text = value.toString();
    return ID.matcher(text).matches() ? text : null;
  }
}
