/**
 * Creates, corrects and removes our webhook at a provider, in the call that asks for it. A route of
 * the template bellhop-register, in the provider's folder, knows what is particular to the
 * provider; this package decides who may do it now, what to do, and how to report it. The URL
 * identifies our webhook: one with another listener token belongs to others, and Bellhop never
 * touches it.
 *
 * <p>The entry points are {@link io.bellhop.provider.registration.Registrar}, which the API calls,
 * and {@link io.bellhop.provider.registration.RegisterSteps} and {@link
 * io.bellhop.provider.registration.RemovalSteps}, the beans of its routes.
 *
 * <p>May import: account, config, crypto, failure, ingest, ingest.verify, net, routes.jslt, store;
 */
package io.bellhop.provider.registration;
