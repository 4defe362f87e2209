package io.bellhop.subscription;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

public final class SubscriptionDraft {
  private UUID id;
  private String name;
  private String workspaceId;
  private String callbackUrl;
  private String sink;
  private EventMask eventMask;
  private String propertyId;
  private boolean global;
  private Map<String, String> requestParams = Map.of();
  private Map<String, String> headers = Map.of();
  private boolean active;
  private boolean sendData;
  private Shape shape = Shape.NONE;
  private boolean isProtected;
  private String secret;
  private String previousSecret;
  private Instant previousUntil;
  private OnRefusal onRefusal = OnRefusal.SKIP;
  private int maxInFlight = Subscription.DEFAULT_IN_FLIGHT;
  private Integer ratePerSecond;
  private Instant failingSince;
  private Instant createdAt;
  private Instant updatedAt;

  public SubscriptionDraft id(UUID value) {
    id = value;
    return this;
  }

  public SubscriptionDraft name(String value) {
    name = value;
    return this;
  }

  public SubscriptionDraft workspaceId(String value) {
    workspaceId = value;
    return this;
  }

  public SubscriptionDraft target(String callbackUrl, String sink) {
    this.callbackUrl = callbackUrl;
    this.sink = sink;
    return this;
  }

  public SubscriptionDraft eventMask(EventMask value) {
    eventMask = value;
    return this;
  }

  public SubscriptionDraft property(String propertyId, boolean global) {
    this.propertyId = propertyId;
    this.global = global;
    return this;
  }

  public SubscriptionDraft additions(
      Map<String, String> requestParams, Map<String, String> headers) {
    this.requestParams = requestParams;
    this.headers = headers;
    return this;
  }

  public SubscriptionDraft active(boolean value) {
    active = value;
    return this;
  }

  public SubscriptionDraft sendData(boolean value) {
    sendData = value;
    return this;
  }

  public SubscriptionDraft shape(Shape value) {
    shape = value;
    return this;
  }

  public SubscriptionDraft isProtected(boolean value) {
    isProtected = value;
    return this;
  }

  /** Sets the signing secret and the previous one, if any, which signs until a time. */
  public SubscriptionDraft signing(String secret, String previousSecret, Instant previousUntil) {
    this.secret = secret;
    this.previousSecret = previousSecret;
    this.previousUntil = previousUntil;
    return this;
  }

  public SubscriptionDraft onRefusal(OnRefusal value) {
    onRefusal = value;
    return this;
  }

  public SubscriptionDraft limits(int maxInFlight, Integer ratePerSecond) {
    this.maxInFlight = maxInFlight;
    this.ratePerSecond = ratePerSecond;
    return this;
  }

  public SubscriptionDraft failingSince(Instant value) {
    failingSince = value;
    return this;
  }

  public SubscriptionDraft createdAt(Instant value) {
    createdAt = value;
    return this;
  }

  public SubscriptionDraft updatedAt(Instant value) {
    updatedAt = value;
    return this;
  }

  public Subscription build() {
    return new Subscription(
        id,
        name,
        workspaceId,
        callbackUrl,
        sink,
        eventMask,
        propertyId,
        global,
        requestParams,
        headers,
        active,
        sendData,
        shape,
        isProtected,
        secret,
        previousSecret,
        previousUntil,
        onRefusal,
        maxInFlight,
        ratePerSecond,
        failingSince,
        createdAt,
        updatedAt);
  }
}
