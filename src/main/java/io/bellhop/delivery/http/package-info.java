/**
 * Posts events to callback URLs: makes and signs the request of each attempt, and reads the reply.
 *
 * <p>The entry points are {@link io.bellhop.delivery.http.EventSender}, {@link
 * io.bellhop.delivery.http.DeliveryHttpClient} and the data that senders share. Only {@code
 * DeliveryHttpClient} and {@code PostExchange} know Vert.x. Bellhop calls no address that is not
 * public unless the operator allows it.
 *
 * <p>May import: config, crypto, json, net, subscription, tracing, validation;
 */
package io.bellhop.delivery.http;
