package io.bellhop.subscription;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Who wants which events, and how they are delivered. Only {@link Builder} calls the constructor:
 * 22 values in a row are too many to tell apart.
 *
 * @param name what people call it; null if they do not
 * @param workspaceId the workspace whose events it is for; null: those of every workspace
 * @param callbackUrl where they are posted to; null if they go to a sink
 * @param sink the name of a Camel endpoint that the operator has allowed; null if they are posted
 * @param propertyId the one property that it is for; null for all of them
 * @param global whether it covers all properties, later ones too
 * @param requestParams added to the URL
 * @param headers sent with each post
 * @param active whether anything is sent
 * @param sendData whether the record goes along, or only its id
 * @param isProtected kept and given back, since clients of such a collection set it; it has no
 *     meaning here
 * @param secret signs, {@code whsec_...}
 * @param previousSecret the one before the last rotation, which signs too until {@code
 *     previousUntil}
 * @param onRefusal what becomes of a record's later events when one is refused
 * @param maxInFlight posts under way at the same time
 * @param ratePerSecond posts begun in a second at most; null: any number
 * @param failingSince since when every attempt has failed; null after a success
 */
public record Subscription(
    UUID id,
    String name,
    String workspaceId,
    String callbackUrl,
    String sink,
    EventMask eventMask,
    String propertyId,
    boolean global,
    Map<String, String> requestParams,
    Map<String, String> headers,
    boolean active,
    boolean sendData,
    boolean isProtected,
    String secret,
    String previousSecret,
    Instant previousUntil,
    OnRefusal onRefusal,
    int maxInFlight,
    Integer ratePerSecond,
    Instant failingSince,
    Instant createdAt,
    Instant updatedAt) {

  /** Says that a subscription was switched off: of interest whatever its property is. */
  public static final String DISABLED = "webhook.disabled";

  /** Enough to keep a receiver busy, few enough for a small one. */
  public static final int DEFAULT_IN_FLIGHT = 8;

  /** A subscription that is neither active nor for any event, until it is built otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with everything that this subscription has. */
  public Builder toBuilder() {
    return builder()
        .id(id)
        .name(name)
        .workspaceId(workspaceId)
        .target(callbackUrl, sink)
        .eventMask(eventMask)
        .property(propertyId, global)
        .additions(requestParams, headers)
        .active(active)
        .sendData(sendData)
        .isProtected(isProtected)
        .signing(secret, previousSecret, previousUntil)
        .onRefusal(onRefusal)
        .limits(maxInFlight, ratePerSecond)
        .failingSince(failingSince)
        .createdAt(createdAt)
        .updatedAt(updatedAt);
  }

  /** Whether an event is for it, whatever else there may be. */
  public boolean wants(String eventType, String workspace, String property) {
    return active && isFor(eventType, workspace, property);
  }

  /** Whether an event would be for it if it were active. */
  public boolean isFor(String eventType, String workspace, String property) {
    return eventMask.matches(eventType)
        && (workspaceId == null || workspaceId.equals(workspace))
        && (global
            || propertyId != null && propertyId.equals(property)
            || eventType.equals(DISABLED));
  }

  /** What an order key of its deliveries begins with. */
  public String keyPrefix() {
    return id + " ";
  }

  /** Never the secrets: this text may reach a log. */
  @Override
  public String toString() {
    return "Subscription[" + id + "]";
  }

  /** Builds a subscription by name. */
  public static final class Builder {
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
    private boolean isProtected;
    private String secret;
    private String previousSecret;
    private Instant previousUntil;
    private OnRefusal onRefusal = OnRefusal.SKIP;
    private int maxInFlight = DEFAULT_IN_FLIGHT;
    private Integer ratePerSecond;
    private Instant failingSince;
    private Instant createdAt;
    private Instant updatedAt;

    public Builder id(UUID value) {
      id = value;
      return this;
    }

    public Builder name(String value) {
      name = value;
      return this;
    }

    public Builder workspaceId(String value) {
      workspaceId = value;
      return this;
    }

    public Builder target(String callbackUrl, String sink) {
      this.callbackUrl = callbackUrl;
      this.sink = sink;
      return this;
    }

    public Builder eventMask(EventMask value) {
      eventMask = value;
      return this;
    }

    public Builder property(String propertyId, boolean global) {
      this.propertyId = propertyId;
      this.global = global;
      return this;
    }

    public Builder additions(Map<String, String> requestParams, Map<String, String> headers) {
      this.requestParams = requestParams;
      this.headers = headers;
      return this;
    }

    public Builder active(boolean value) {
      active = value;
      return this;
    }

    public Builder sendData(boolean value) {
      sendData = value;
      return this;
    }

    public Builder isProtected(boolean value) {
      isProtected = value;
      return this;
    }

    /** The secret that signs, and the one before it, if any, which signs until a time. */
    public Builder signing(String secret, String previousSecret, Instant previousUntil) {
      this.secret = secret;
      this.previousSecret = previousSecret;
      this.previousUntil = previousUntil;
      return this;
    }

    public Builder onRefusal(OnRefusal value) {
      onRefusal = value;
      return this;
    }

    public Builder limits(int maxInFlight, Integer ratePerSecond) {
      this.maxInFlight = maxInFlight;
      this.ratePerSecond = ratePerSecond;
      return this;
    }

    public Builder failingSince(Instant value) {
      failingSince = value;
      return this;
    }

    public Builder createdAt(Instant value) {
      createdAt = value;
      return this;
    }

    public Builder updatedAt(Instant value) {
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
}
