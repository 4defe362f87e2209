package io.bellhop.provider.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.DefaultExchange;

/** Calls over camel-http, each on a fresh exchange. Thread-safe. */
final class HttpCalls {
  /**
   * @param retryAfter the header that names the time of the next call; null if the answer has none
   * @param begun when the call began; null if the caller does not need it
   * @param retryAt when another call is allowed; null unless this call exceeded a limit
   * @param validators the headers of a call that asks whether this answer is still current
   */
  record Reply(
      int status,
      String retryAfter,
      byte[] body,
      Instant begun,
      Instant retryAt,
      Map<String, String> validators) {
    static final int UNCHANGED = 304;

    Reply begunAt(Instant time) {
      return new Reply(status, retryAfter, body, time, retryAt, validators);
    }

    /** Replaces the status by the one that the provider means. */
    Reply as(int meant) {
      return meant == status
          ? this
          : new Reply(meant, retryAfter, body, begun, retryAt, validators);
    }

    Reply retryAt(Instant time) {
      return new Reply(status, retryAfter, body, begun, time, validators);
    }
  }

  private static final String RETRY_AFTER = "Retry-After";

  /**
   * The validators of an answer, each with the request header that checks whether the answer is
   * still current.
   */
  private static final Map<String, String> VALIDATORS =
      Map.of("ETag", "If-None-Match", "Last-Modified", "If-Modified-Since");

  /** Accepts only texts that Bellhop can safely send back unchanged. */
  private static final Pattern VALIDATOR = Pattern.compile("[ -~]{1,300}");

  private static final String COMPONENT = "bellhop-http";

  private final CamelContext context;
  private final String endpoint;
  private final int largest;
  private final AddressCheck addresses;
  private final Set<String> trusted = ConcurrentHashMap.newKeySet();
  private final Map<String, Producer> producers = new ConcurrentHashMap<>();

  HttpCalls(
      CamelContext context,
      Duration connect,
      Duration response,
      int largest,
      AddressCheck addresses) {
    this.context = context;
    this.addresses = addresses;
    this.largest = largest;
    HttpComponent http = new HttpComponent();
    // A separate component, so that neither the host nor Bellhop changes the defaults of the other.
    http.setCookieManagementDisabled(true);
    http.setAutomaticRetriesDisabled(true); // the inbox retries, with the provider's Retry-After
    http.setFollowRedirects(false); // a redirect would receive the credentials
    http.setConnectionsPerRoute(64); // Camel's 20 is fewer than our workers
    context.addComponent(COMPONENT, http);
    this.endpoint =
        COMPONENT
            + "://provider?throwExceptionOnFailure=false&copyHeaders=false&disableStreamCache=true"
            // Camel's default of 180 s would block a worker for that long.
            + "&connectTimeout="
            + connect.toMillis()
            + "&connectionRequestTimeout="
            + response.toMillis()
            + "&soTimeout="
            + response.toMillis()
            + "&responseTimeout="
            + response.toMillis();
  }

  /** A host in the provider's folder is the operator's own choice, so any address is allowed. */
  void trust(String origin) {
    trusted.add(origin + "/");
  }

  Reply call(String method, String url, Map<String, String> headers, String body)
      throws IOException {
    return call(method, url, headers, body, RETRY_AFTER);
  }

  /**
   * @param url the complete URL, without unchecked parts of a payload
   * @param retryAfter the header that names when the next call is allowed
   * @throws IOException if no complete answer came
   */
  Reply call(String method, String url, Map<String, String> headers, String body, String retryAfter)
      throws IOException {
    if (trusted.stream().noneMatch(url::startsWith)) {
      // The host name of an account may resolve to another address than before.
      addresses.check(URI.create(url));
    }
    Exchange reply = new DefaultExchange(context, ExchangePattern.InOut);
    headers.forEach(reply.getIn()::setHeader);
    reply.getIn().setHeader(Exchange.HTTP_METHOD, method);
    reply.getIn().setHeader(Exchange.HTTP_URI, url);
    reply.getIn().setBody(body);
    try {
      // Set only for these calls: with this option, a GET without a body would send a
      // Content-Length of 0.
      boolean isGetWithBody = method.equals("GET") && body != null;
      producer(isGetWithBody ? endpoint + "&getWithBody=true" : endpoint).process(reply);
    } catch (Exception e) {
      reply.setException(e);
    }
    if (reply.getException() != null) {
      // The message of the exception may contain the URL; its type is enough.
      throw new IOException(reply.getException().getClass().getSimpleName());
    }
    return new Reply(
        reply.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
        pause(reply.getMessage(), retryAfter),
        bytes(reply),
        null,
        null,
        validators(reply.getMessage()));
  }

  private static Map<String, String> validators(Message reply) {
    Map<String, String> validators = new HashMap<>();
    VALIDATORS.forEach(
        (name, asking) -> {
          String value = reply.getHeader(name, String.class);
          if (value != null && VALIDATOR.matcher(value).matches()) {
            validators.put(asking, value);
          }
        });
    return validators;
  }

  private static String pause(Message reply, String retryAfter) {
    String own = reply.getHeader(retryAfter, String.class);
    return own == null ? reply.getHeader(RETRY_AFTER, String.class) : own;
  }

  /** Uses no ProducerTemplate, which would close the answer before this class reads it. */
  private Producer producer(String of) throws Exception {
    Producer ready = producers.get(of);
    if (ready == null) {
      Producer made = context.getEndpoint(of).createProducer();
      made.start();
      Producer other = producers.putIfAbsent(of, made);
      ready = other == null ? made : other;
    }
    return ready;
  }

  private byte[] bytes(Exchange reply) throws IOException {
    Object body = reply.getMessage().getBody();
    if (body == null) {
      return new byte[0];
    }
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    try (InputStream in = reply.getMessage().getBody(InputStream.class)) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new IOException("the answer is larger than bellhop.provider.max-answer");
      }
      return bytes;
    }
  }
}
