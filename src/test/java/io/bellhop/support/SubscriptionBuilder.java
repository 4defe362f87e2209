package io.bellhop.support;

import io.bellhop.subscription.EventMask;
import io.bellhop.subscription.OnRefusal;
import io.bellhop.subscription.Shape;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.SubscriptionDraft;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Makes a subscription: global, active, with data, for all events, unless a test changes that. */
public final class SubscriptionBuilder {
  private static final Instant MADE = Instant.parse("2026-05-01T00:00:00Z");

  private final String url;
  private final SubscriptionDraft subscription;
  private String sink;
  private Map<String, String> parameters = Map.of();
  private Map<String, String> headers = Map.of();
  private String secret = secret(1);
  private String previous;
  private Instant previousUntil;
  private int inFlight = 8;
  private Integer rate;

  private SubscriptionBuilder(String url) {
    this.url = url;
    this.subscription =
        Subscription.builder()
            .id(UUID.randomUUID())
            .eventMask(new EventMask("*"))
            .property(null, true)
            .active(true)
            .sendData(true)
            .createdAt(MADE)
            .updatedAt(MADE);
  }

  public static SubscriptionBuilder to(String url) {
    return new SubscriptionBuilder(url);
  }

  /** 32 bytes, each this number. */
  public static String secret(int number) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) number);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  public SubscriptionBuilder id(UUID value) {
    subscription.id(value);
    return this;
  }

  public SubscriptionBuilder name(String value) {
    subscription.name(value);
    return this;
  }

  public SubscriptionBuilder workspace(String value) {
    subscription.workspaceId(value);
    return this;
  }

  public SubscriptionBuilder sink(String value) {
    sink = value;
    return this;
  }

  public SubscriptionBuilder mask(String value) {
    subscription.eventMask(new EventMask(value));
    return this;
  }

  /** Not global any more. */
  public SubscriptionBuilder property(String value) {
    subscription.property(value, value == null);
    return this;
  }

  public SubscriptionBuilder parameters(Map<String, String> value) {
    parameters = value;
    return this;
  }

  public SubscriptionBuilder headers(Map<String, String> value) {
    headers = value;
    return this;
  }

  public SubscriptionBuilder active(boolean value) {
    subscription.active(value);
    return this;
  }

  public SubscriptionBuilder data(boolean value) {
    subscription.sendData(value);
    return this;
  }

  /** Filter and transform, each of which may be null. */
  public SubscriptionBuilder shape(String filter, String transform) {
    subscription.shape(new Shape(filter, transform));
    return this;
  }

  public SubscriptionBuilder secret(String value) {
    secret = value;
    return this;
  }

  public SubscriptionBuilder previous(String value, Instant until) {
    previous = value;
    previousUntil = until;
    return this;
  }

  public SubscriptionBuilder onRefusal(OnRefusal value) {
    subscription.onRefusal(value);
    return this;
  }

  public SubscriptionBuilder inFlight(int value) {
    inFlight = value;
    return this;
  }

  public SubscriptionBuilder rate(int value) {
    rate = value;
    return this;
  }

  public SubscriptionBuilder failingSince(Instant value) {
    subscription.failingSince(value);
    return this;
  }

  public Subscription build() {
    return subscription
        .target(sink == null ? url : null, sink)
        .additions(parameters, headers)
        .signing(secret, previous, previousUntil)
        .limits(inFlight, rate)
        .build();
  }
}
