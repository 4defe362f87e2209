/**
 * Posts events to callback URLs: builds and signs the request of each attempt, and reads the reply.
 *
 * <p>The entry points are {@link io.bellhop.delivery.http.EventSender}, {@link
 * io.bellhop.delivery.http.DeliveryHttpClient} and the data that senders share. Only {@code
 * DeliveryHttpClient} and {@code PostExchange} use Vert.x. Bellhop calls only public addresses
 * unless the operator allows others.
 *
 * <p>May import: config, crypto, json, net, subscription, tracing, validation;
 */
package io.bellhop.delivery.http;
