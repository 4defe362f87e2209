package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.json.IdText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** The only ways in which data of a payload get into a request to a provider's API. */
final class PathIds {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

  /** A parameter of a query that repeats for each id of a list: {@code of[]={ids*}}. */
  private static final Pattern REPEATED = Pattern.compile("([^?&={}]+=)\\{([A-Za-z]+)\\*\\}");

  private PathIds() {}

  /**
   * Expands the repeated parameters of a path.
   *
   * @throws PermanentFailureException if a variable is not a list of ids
   */
  static String repeated(Exchange exchange, String path) {
    return REPEATED
        .matcher(path)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    ids(exchange, place.group(2)).stream()
                        .map(id -> place.group(1) + id)
                        .collect(Collectors.joining("&"))));
  }

  private static List<String> ids(Exchange exchange, String name) {
    List<String> ids = new ArrayList<>();
    if (exchange.getVariable(name) instanceof JsonNode list && list.isArray()) {
      list.forEach(id -> ids.add(IdText.of(id)));
    }
    if (ids.isEmpty() || !ids.stream().allMatch(id -> ID.matcher(id).matches())) {
      throw new PermanentFailureException(
          "the variable "
              + name
              + " must be a list of ids, which go into a URL. An id is up to 64 letters,"
              + " digits, - and _");
    }
    return ids;
  }

  /** A time in UTC in the form for URLs; null if the variable contains none. */
  static String time(Exchange exchange, String name) {
    Object value = exchange.getVariable(name);
    String text = value instanceof JsonNode node ? node.asText() : String.valueOf(value);
    return TIME.matcher(text).matches() ? text.replace(":", "%3A") : null;
  }

  /** The value of a variable; null if it is not an id. */
  static String variable(Exchange exchange, String name) {
    String text = IdText.ofValue(exchange.getVariable(name));
    return ID.matcher(text).matches() ? text : null;
  }
}
