package io.bellhop.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.net.RequestHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/**
 * Calls the API inside this hub with the key of a session: without a network, and with the same
 * checks as for every other caller.
 */
final class ConsoleApi {
  private static final String ENDPOINT = "direct:bellhop-api";
  private static final String BASE = "/api/v1";

  private final ProducerTemplate template;
  private final ObjectMapper mapper;
  private final String key;
  private final Map<String, Object> sender;

  /**
   * @param sender the headers that identify the browser's address
   */
  ConsoleApi(
      ProducerTemplate template, ObjectMapper mapper, String key, Map<String, Object> sender) {
    this.template = template;
    this.mapper = mapper;
    this.key = key;
    this.sender = sender;
  }

  /** A path whose values are encoded, such as {@code /inbox/{}}. */
  static String path(String pattern, String... values) {
    String path = pattern;
    for (String value : values) {
      path = path.replaceFirst("\\{}", encode(value));
    }
    return path;
  }

  /** A value as one segment of a path, or in a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The parameters as a query, without the question mark and without those that are null. */
  static String query(Map<String, ?> parameters) {
    return parameters.entrySet().stream()
        .filter(p -> p.getValue() != null && !p.getValue().toString().isEmpty())
        .map(p -> encode(p.getKey()) + "=" + encode(p.getValue().toString()))
        .collect(Collectors.joining("&"));
  }

  /**
   * @throws ApiFailure if the API refuses it
   */
  ApiReply get(String path, Map<String, ?> query) {
    ApiReply reply = call("GET", path, query(query), null);
    if (!reply.isOk()) {
      throw new ApiFailure(reply);
    }
    return reply;
  }

  /**
   * @throws ApiFailure if the API refuses it
   */
  ApiReply get(String path) {
    return get(path, Map.of());
  }

  /**
   * The number of items of a list.
   *
   * @throws ApiFailure if the API refuses it
   */
  long total(String list, Map<String, ?> filters) {
    Map<String, Object> query = new HashMap<>(filters);
    query.put("pagination[limit]", 1);
    return get(list, query).meta().number("total");
  }

  /** A change, which the API may refuse: the caller checks. */
  ApiReply change(String method, String path, JsonNode body) {
    return call(method, path, "", body);
  }

  /** A read that the API may refuse. */
  ApiReply look(String path, Map<String, ?> query) {
    return call("GET", path, query(query), null);
  }

  private ApiReply call(String method, String path, String query, JsonNode body) {
    Exchange done =
        template.request(
            ENDPOINT, exchange -> ask(exchange.getMessage(), method, path, query, body));
    if (done.getException() != null) {
      throw new IllegalStateException("an API call failed", done.getException());
    }
    Message answer = done.getMessage();
    try {
      return new ApiReply(
          answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 500, Integer.class),
          mapper.readTree(answer.getBody(byte[].class)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ask(Message message, String method, String path, String query, JsonNode body)
      throws IOException {
    message.setHeaders(new HashMap<>(sender));
    message.setHeader(Exchange.HTTP_METHOD, method);
    message.setHeader(Exchange.HTTP_PATH, BASE + path);
    message.setHeader(Exchange.HTTP_RAW_QUERY, query);
    message.setHeader("user-api-key", key);
    message.setHeader(RequestHeaders.TYPE, "application/json");
    boolean changes = !method.equals("GET");
    JsonNode sent = body == null ? object() : body;
    message.setBody(changes ? mapper.writeValueAsBytes(sent) : new byte[0]);
  }
}
