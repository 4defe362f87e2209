package io.bellhop.subscription;

import io.bellhop.net.AddressGuard;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a hub allows in a subscription.
 *
 * @param guard decides whether a callback URL may be called
 * @param sinks the names of the sinks that the operator has allowed
 * @param rotation how long a secret goes on signing when another one takes its place
 * @param events what events can be called, as the routes are now
 */
public record SubscriptionRules(
    AddressGuard guard, Set<String> sinks, Duration rotation, Supplier<EventNames> events) {}
