package io.bellhop.subscription;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Who wants which events, and how they are delivered. Only {@link SubscriptionDraft} calls the
 * constructor: 23 values in a row are too many to tell apart.
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
 * @param shape which of these events it wants, and how they are changed for it
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
    Shape shape,
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

  /** The event that a subscription was switched off: it matters whatever the property. */
  public static final String DISABLED = "webhook.disabled";

  /** Enough to keep a receiver busy, few enough for a small one. */
  public static final int DEFAULT_IN_FLIGHT = 8;

  /** Begins with a subscription that is neither active nor for any event. */
  public static SubscriptionDraft builder() {
    return new SubscriptionDraft();
  }

  /** Begins with this subscription's values. */
  public SubscriptionDraft toBuilder() {
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
        .shape(shape)
        .isProtected(isProtected)
        .signing(secret, previousSecret, previousUntil)
        .onRefusal(onRefusal)
        .limits(maxInFlight, ratePerSecond)
        .failingSince(failingSince)
        .createdAt(createdAt)
        .updatedAt(updatedAt);
  }

  /** Whether an active subscription wants the event. */
  public boolean wants(String eventType, String workspace, Collection<String> properties) {
    return active && isFor(eventType, workspace, properties);
  }

  /**
   * Whether it would want the event if it were active.
   *
   * @param properties those that the event concerns
   */
  public boolean isFor(String eventType, String workspace, Collection<String> properties) {
    return eventMask.matches(eventType)
        && (workspaceId == null || workspaceId.equals(workspace))
        && (global
            || propertyId != null && properties.contains(propertyId)
            || eventType.equals(DISABLED));
  }

  /** The beginning of its deliveries' order keys. */
  public String keyPrefix() {
    return id + " ";
  }

  /** Without the secrets: this text may reach a log. */
  @Override
  public String toString() {
    return "Subscription[" + id + "]";
  }
}
