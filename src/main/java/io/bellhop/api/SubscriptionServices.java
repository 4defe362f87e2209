package io.bellhop.api;

import io.bellhop.delivery.DeliveryService;
import io.bellhop.delivery.Redelivery;
import io.bellhop.subscription.SubscriptionRules;
import io.bellhop.subscription.Subscriptions;

/**
 * The services that the API needs for subscriptions and their deliveries.
 *
 * @param rules the rules for subscriptions
 */
public record SubscriptionServices(
    Subscriptions subscriptions,
    SubscriptionRules rules,
    DeliveryService delivery,
    Redelivery redelivery) {}
