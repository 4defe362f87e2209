package io.bellhop.api;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator.Feature;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.access.Caller;
import io.bellhop.net.ClientAddresses;
import io.bellhop.net.PlatformHttp;
import io.bellhop.net.RequestHeaders;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.validation.InvalidFieldsException;
import io.bellhop.validation.TextRules;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates between an exchange and an {@link ApiResource}: key, request, reply. Thread-safe. */
final class ApiEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ApiEndpoint.class);

  /** SQL class 22: the request has a value that no row can store. */
  private static final String BAD_VALUE = "22";

  static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "Cache-Control", "no-store");

  private final CallerAuthenticator authenticator;
  private final ClientAddresses addresses;
  private final ObjectMapper mapper;

  ApiEndpoint(CallerAuthenticator authenticator, ClientAddresses addresses, ObjectMapper mapper) {
    this.authenticator = authenticator;
    this.addresses = addresses;
    this.mapper = mapper;
  }

  /** A call without a body. */
  ApiRequest authenticate(String method, String path, String query, String key, String address)
      throws SQLException {
    return ApiRequest.of(method, path, query, ApiBody.NONE)
        .by(authenticator.authenticate(key, address), address);
  }

  /** Answers a call of one resource, whose name is the first segment of the path. */
  void call(Exchange exchange, ApiOperations calls, OperationInvoker invoker) throws Exception {
    Message message = exchange.getMessage();
    RequestHeaders headers = RequestHeaders.of(message);
    String address = addresses.of(message, headers);
    Caller caller = authenticator.authenticate(headers.one("user-api-key"), address);
    ApiRequest request =
        ApiRequest.of(
                message.getHeader(Exchange.HTTP_METHOD, "", String.class),
                message.getHeader(Exchange.HTTP_PATH, String.class),
                message.getHeader(Exchange.HTTP_RAW_QUERY, String.class),
                ApiBody.of(message, headers.one("content-type")))
            .by(caller, address)
            .keyed(headers.one("idempotency-key"));
    ApiAnswer answer = calls.answer(request, invoker);
    JsonNode allow = request.method().equals("OPTIONS") ? answer.body().at("/meta/allow") : null;
    reply(
        message,
        answer.status(),
        answer.body(),
        allow == null ? Map.of() : Map.of("Allow", allow.asText()));
  }

  void fail(Exchange exchange) throws JsonProcessingException {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    ApiError error = error(cause);
    reply(exchange.getMessage(), error.status(), error.body(), error.headers());
  }

  static ApiError error(Throwable cause) {
    return cause instanceof ApiError known ? known : unexpected(cause);
  }

  private static ApiError unexpected(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof InvalidFieldsException e) {
        return ApiError.invalid(e.faults());
      }
      if (DatabaseErrors.isAway(t)) {
        LOG.warn("the API cannot reach the database: {}", DatabaseErrors.describe(t));
        return DatabaseErrors.isDiskFull(t) ? ApiError.diskFull() : ApiError.unavailable();
      }
      if (t instanceof SQLException e && String.valueOf(e.getSQLState()).startsWith(BAD_VALUE)) {
        LOG.info(
            "the API refuses a value that the database cannot store: {}",
            DatabaseErrors.describe(e));
        return ApiError.invalid("request", "has a value that the database cannot store");
      }
    }
    LOG.error("an API call failed", cause);
    return ApiError.internal();
  }

  private void reply(Message message, int status, JsonNode body, Map<String, String> headers)
      throws JsonProcessingException {
    PlatformHttp.answer(message, status, HEADERS, bytes(body));
    headers.forEach(message::setHeader);
  }

  /** Writes any stored value, even if it violates the present rules. */
  byte[] bytes(JsonNode body) throws JsonProcessingException {
    String text;
    try {
      text = mapper.writeValueAsString(body);
    } catch (JsonGenerationException e) {
      // A number has an exponent that is too large for plain notation.
      text = mapper.writer().without(Feature.WRITE_BIGDECIMAL_AS_PLAIN).writeValueAsString(body);
    }
    return TextRules.whole(text).getBytes(StandardCharsets.UTF_8);
  }
}
