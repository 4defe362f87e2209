package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a provider's token for the next page into a list's query. The token comes from the
 * provider's API itself, and stays the value of one parameter.
 */
final class PageTokens {
  /** Many servers refuse a longer URL. */
  private static final int LONGEST = 2000;

  /** A parameter that the first page omits. */
  private static final Pattern OPTIONAL = Pattern.compile("([^={}]+)=\\{([A-Za-z]+)\\?\\}");

  private PageTokens() {}

  /**
   * @param cursor as returned by the mapping of the previous page; missing for the first page
   */
  static String in(String path, JsonNode cursor) {
    int query = path.indexOf('?');
    if (query < 0) {
      return path;
    }
    String parameters =
        Arrays.stream(path.substring(query + 1).split("&"))
            .map(parameter -> filled(parameter, cursor))
            .filter(Objects::nonNull)
            .collect(Collectors.joining("&"));
    return path.substring(0, query) + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  private static String filled(String parameter, JsonNode cursor) {
    Matcher optional = OPTIONAL.matcher(parameter);
    if (optional.matches()) {
      String token = token(cursor.path(optional.group(2)));
      return token.isEmpty() ? null : optional.group(1) + "=" + encoded(token);
    }
    String filled = parameter;
    for (Map.Entry<String, JsonNode> field : cursor.properties()) {
      String token = token(field.getValue());
      if (!token.isEmpty()) {
        filled = filled.replace("{" + field.getKey() + "}", encoded(token));
      }
    }
    return filled;
  }

  private static String token(JsonNode field) {
    String text = field.asText("");
    return text.length() > LONGEST ? "" : text;
  }

  private static String encoded(String token) {
    return URLEncoder.encode(token, StandardCharsets.UTF_8);
  }
}
