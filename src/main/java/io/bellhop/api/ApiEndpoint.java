package io.bellhop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.ingest.RequestHeaders;
import io.bellhop.store.Database;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between an exchange and a {@link Resource}: the key, the request, the reply. Thread-safe. */
final class ApiEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ApiEndpoint.class);

  private final ApiKey key;
  private final ObjectMapper mapper;

  ApiEndpoint(ApiKey key, ObjectMapper mapper) {
    this.key = key;
    this.mapper = mapper;
  }

  /** Answers a call of one resource, which stands in the path under its own name alone. */
  void call(Exchange exchange, String name, Resource resource) throws Exception {
    Message message = exchange.getMessage();
    if (!key.isOpen()) {
      throw ApiError.unavailable();
    }
    if (!key.matches(RequestHeaders.of(message).one("user-api-key"))) {
      throw ApiError.unauthorized();
    }
    byte[] body = message.getBody(byte[].class);
    ApiRequest request =
        ApiRequest.of(
            message.getHeader(Exchange.HTTP_METHOD, "", String.class),
            message.getHeader(Exchange.HTTP_PATH, String.class),
            message.getHeader(Exchange.HTTP_RAW_QUERY, String.class),
            body == null ? new byte[0] : body);
    // The route matches by prefix, so it also gets whatever only begins with the name.
    if (!request.segments().get(0).equals(name)) {
      throw ApiError.notFound();
    }
    ApiAnswer answer = resource.answer(request);
    reply(message, answer.status(), answer.body(), Map.of());
  }

  /** Answers a call that failed. */
  void fail(Exchange exchange) throws JsonProcessingException {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    ApiError error = cause instanceof ApiError known ? known : unexpected(cause);
    reply(exchange.getMessage(), error.status(), error.body(), error.headers());
  }

  private static ApiError unexpected(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (Database.isAway(t)) {
        LOG.warn("the API cannot reach the database: {}", Database.describe(t));
        return ApiError.unavailable();
      }
    }
    LOG.error("a call of the API failed", cause);
    return ApiError.internal();
  }

  private void reply(Message message, int status, JsonNode body, Map<String, String> headers)
      throws JsonProcessingException {
    byte[] bytes = mapper.writeValueAsBytes(body);
    // Camel would send request headers back, and read those of its own.
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setHeader("Cache-Control", "no-store");
    headers.forEach(message::setHeader);
    message.setBody(bytes);
  }
}
