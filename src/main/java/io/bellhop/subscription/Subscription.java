package io.bellhop.subscription;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * A subscription: its events, its receiver, and how Bellhop delivers to it. Only {@link
 * SubscriptionDraft} calls the constructor, because 23 positional values are easy to mix up.
 *
 * @param name a name for users; null without one
 * @param workspaceId the workspace of its events; null for all workspaces
 * @param callbackUrl the URL for posts; null if it has a sink
 * @param sink the name of a Camel endpoint that the operator has allowed; null if it has a URL
 * @param propertyId the only property; null for all
 * @param global whether it covers all properties, including later ones
 * @param requestParams added to the URL
 * @param headers sent with each post
 * @param active whether Bellhop delivers to it
 * @param sendData whether to send the record, or only its id
 * @param shape the filter and the transform of its events
 * @param isProtected stored and returned, because clients of similar APIs set it; it has no effect
 * @param secret the signing secret, {@code whsec_...}
 * @param previousSecret the secret before the last rotation, which also signs until {@code
 *     previousUntil}
 * @param onRefusal what happens to a record's later events after a refusal
 * @param maxInFlight the maximum number of concurrent posts
 * @param ratePerSecond the maximum number of posts a second; null for any number
 * @param failingSince the time since which every attempt has failed; null after a success
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

  /** The event that a subscription was switched off, which is relevant for every property. */
  public static final String DISABLED = "webhook.disabled";

  /** Enough to keep a receiver busy, and few enough for a small one. */
  public static final int DEFAULT_IN_FLIGHT = 8;

  /** Builds a subscription, from one that is neither active nor for any event. */
  public static SubscriptionDraft builder() {
    return new SubscriptionDraft();
  }

  /** Builds a subscription from this one's values. */
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

  /** Whether the subscription is active and wants the event. */
  public boolean wants(String eventType, String workspace, Collection<String> properties) {
    return active && isFor(eventType, workspace, properties);
  }

  /**
   * Whether it would want the event if it were active.
   *
   * @param properties the properties of the event
   */
  public boolean isFor(String eventType, String workspace, Collection<String> properties) {
    return eventMask.matches(eventType)
        && (workspaceId == null || workspaceId.equals(workspace))
        && (global
            || propertyId != null && properties.contains(propertyId)
            || eventType.equals(DISABLED));
  }

  /** The prefix of its deliveries' order keys. */
  public String keyPrefix() {
    return id + " ";
  }

  /** Without the secrets, because this text may reach a log. */
  @Override
  public String toString() {
    return "Subscription[" + id + "]";
  }
}
