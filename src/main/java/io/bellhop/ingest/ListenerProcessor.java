package io.bellhop.ingest;

import io.bellhop.ingest.verify.TemplateParameters;
import io.bellhop.net.RequestHeaders;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * What the ingest template calls: takes the request off the exchange, hands it to the {@link
 * Listener}, and puts the answer on. A bean of the template, so each provider has one of its own;
 * its properties are the template's parameters.
 */
public final class ListenerProcessor implements Processor {
  /** The header that a host names the account by: the last part of its listener URL. */
  public static final String TOKEN = RequestHeaders.LISTENER + "token";

  /** The header that the query of the URL is in, for a provider that checks it by a challenge. */
  static final String QUERY = RequestHeaders.LISTENER + "query";

  private final Listeners listeners;
  private final Map<String, String> parameters = new HashMap<>();
  private Listener listener;
  private int largest = Integer.MAX_VALUE;

  public ListenerProcessor(Listeners listeners) {
    this.listeners = listeners;
  }

  /**
   * Reads parameters as a start would, and opens nothing.
   *
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  public static void check(Map<String, String> parameters) {
    ListenerSettings.of(new TemplateParameters(parameters), Clock.systemUTC());
  }

  /** Called by Camel when all properties are set. */
  public void init() {
    listener = listeners.open(parameters, largest);
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    byte[] body = message.getBody(byte[].class);
    Webhook webhook =
        new Webhook(
            message.getHeader(Exchange.HTTP_METHOD, "POST", String.class),
            token(message),
            query(message),
            RequestHeaders.of(message),
            body == null ? new byte[0] : body);
    message.removeHeaders("*");
    listener.take(webhook).on(exchange);
  }

  /** Given by whoever took the request; else what its path ends with. */
  private static String token(Message message) {
    String token = message.getHeader(TOKEN, String.class);
    if (token != null) {
      return token;
    }
    String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String query(Message message) {
    String query = message.getHeader(QUERY, String.class);
    return query != null ? query : message.getHeader(Exchange.HTTP_QUERY, "", String.class);
  }

  /** Bytes that a body may have. */
  public void setLargest(int largest) {
    this.largest = largest;
  }

  public void setProvider(String provider) {
    parameters.put("provider", provider);
  }

  public void setVerify(String verify) {
    parameters.put("verify", verify);
  }

  public void setVerifyOptional(String verifyOptional) {
    parameters.put("verifyOptional", verifyOptional);
  }

  /** The former name of {@link #setVerify}. */
  public void setProof(String verifier) {
    parameters.put("proof", verifier);
  }

  /** The former name of {@link #setVerifyOptional}. */
  public void setProofOptional(String verifyOptional) {
    parameters.put("proofOptional", verifyOptional);
  }

  public void setSignatureHeader(String signatureHeader) {
    parameters.put("signatureHeader", signatureHeader);
  }

  public void setSignatureAlgorithm(String signatureAlgorithm) {
    parameters.put("signatureAlgorithm", signatureAlgorithm);
  }

  public void setSignatureEncoding(String signatureEncoding) {
    parameters.put("signatureEncoding", signatureEncoding);
  }

  public void setSignaturePrefix(String signaturePrefix) {
    parameters.put("signaturePrefix", signaturePrefix);
  }

  public void setSignedContent(String signedContent) {
    parameters.put("signedContent", signedContent);
  }

  public void setTimestampHeader(String timestampHeader) {
    parameters.put("timestampHeader", timestampHeader);
  }

  public void setSecretEncoding(String secretEncoding) {
    parameters.put("secretEncoding", secretEncoding);
  }

  public void setEvent(String event) {
    parameters.put("event", event);
  }

  public void setIdempotencyKey(String idempotencyKey) {
    parameters.put("idempotencyKey", idempotencyKey);
  }

  public void setIdempotencyWindow(String idempotencyWindow) {
    parameters.put("idempotencyWindow", idempotencyWindow);
  }

  public void setOrderKey(String orderKey) {
    parameters.put("orderKey", orderKey);
  }

  public void setBody(String body) {
    parameters.put("body", body);
  }

  public void setElements(String elements) {
    parameters.put("elements", elements);
  }

  public void setCheck(String check) {
    parameters.put("check", check);
  }

  public void setChallenge(String challenge) {
    parameters.put("challenge", challenge);
  }

  public void setTenantOptional(String tenantOptional) {
    parameters.put("tenantOptional", tenantOptional);
  }

  public void setTenant(String tenant) {
    parameters.put("tenant", tenant);
  }

  public void setDrop(String drop) {
    parameters.put("drop", drop);
  }

  public void setMergeEvents(String mergeEvents) {
    parameters.put("mergeEvents", mergeEvents);
  }

  public void setMergeWindow(String mergeWindow) {
    parameters.put("mergeWindow", mergeWindow);
  }
}
