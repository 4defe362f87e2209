package io.bellhop.subscription;

import io.bellhop.net.AddressGuard;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The rules of a hub for subscriptions.
 *
 * @param guard decides whether Bellhop may call a callback URL
 * @param sinks the names of the sinks that the operator has allowed
 * @param rotation how long the previous secret keeps signing
 * @param events the current names of events
 */
public record SubscriptionRules(
    AddressGuard guard, Set<String> sinks, Duration rotation, Supplier<EventNames> events) {}
