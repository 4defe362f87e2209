package io.bellhop.api;

import io.bellhop.delivery.DeliveryService;
import io.bellhop.delivery.Redelivery;
import io.bellhop.subscription.SubscriptionRules;
import io.bellhop.subscription.Subscriptions;

/**
 * What the API needs for subscriptions and their deliveries.
 *
 * @param rules what a subscription may have
 */
public record SubscriptionServices(
    Subscriptions subscriptions,
    SubscriptionRules rules,
    DeliveryService delivery,
    Redelivery redelivery) {}
