package io.bellhop.delivery.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.json.Json;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.ForbiddenTargetException;
import io.bellhop.net.ReservedHeaders;
import io.bellhop.subscription.Subscription;
import io.bellhop.tracing.TraceParent;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Builds the request for one attempt to deliver an event: body, URL and signed headers. */
public final class DeliveryRequest {
  private static final List<String> CONTENT = List.of("record", "changes", "previous");

  private final ObjectMapper mapper;

  public DeliveryRequest(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * @throws ForbiddenTargetException if the callback URL is invalid
   */
  HttpPost of(Subscription subscription, OutboundEvent delivery, Instant now) {
    byte[] body = body(subscription, delivery);
    Map<String, String> headers = headers(subscription, delivery, now, body);
    headers.put("User-Agent", "Bellhop/0.1");
    return new HttpPost(url(subscription), headers, body, subscription.failingSince() != null);
  }

  /** The subscription's own headers and Bellhop's, which a subscription cannot replace. */
  public Map<String, String> headers(
      Subscription subscription, OutboundEvent delivery, Instant now, byte[] body) {
    // HTTP ignores case in names: a header of the subscription must not appear beside Bellhop's.
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    subscription.headers().forEach(headers::put);
    headers.keySet().removeIf(ReservedHeaders::isOfConnection);
    headers.put("Content-Type", "application/json");
    if (delivery.event().traceParent() != null) {
      headers.put(TraceParent.HEADER, delivery.event().traceParent());
    }
    headers.putAll(
        Signature.headers(delivery.event().id().toString(), now, body, secrets(subscription, now)));
    return headers;
  }

  public byte[] body(Subscription subscription, OutboundEvent delivery) {
    return text(subscription, delivery.event().envelope()).getBytes(StandardCharsets.UTF_8);
  }

  /** An event as a subscription without a transform gets it. */
  public String text(Subscription subscription, String event) {
    if (subscription.sendData()) {
      return event;
    }
    ObjectNode envelope = (ObjectNode) Json.stored(mapper, event);
    ObjectNode data = (ObjectNode) envelope.get("data");
    String id = data.at("/record/id").asText("");
    data.remove(CONTENT);
    if (!id.isEmpty()) {
      data.put("recordId", id);
    }
    return Json.text(mapper, envelope);
  }

  private static List<String> secrets(Subscription subscription, Instant now) {
    List<String> secrets = new ArrayList<>(List.of(subscription.secret()));
    if (subscription.previousUntil() != null && now.isBefore(subscription.previousUntil())) {
      secrets.add(subscription.previousSecret());
    }
    return secrets;
  }

  private static URI url(Subscription subscription) {
    String parameters =
        subscription.requestParams().entrySet().stream()
            .map(p -> encode(p.getKey()) + "=" + encode(p.getValue()))
            .collect(Collectors.joining("&"));
    String url = subscription.callbackUrl();
    int fragment = url.indexOf('#');
    String bare = fragment < 0 ? url : url.substring(0, fragment);
    return AddressGuard.url(
        parameters.isEmpty() ? bare : bare + (bare.contains("?") ? "&" : "?") + parameters);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
