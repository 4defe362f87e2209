/**
 * Creates, corrects and removes our webhook at a provider, in the call that asks for it. A route of
 * the template bellhop-register, in the provider's folder, contains everything that is particular
 * to the provider; this package decides which call may run now, which changes are needed, and how
 * to report them. The URL identifies our webhook: a webhook with another listener token is not
 * ours, and Bellhop never changes it.
 *
 * <p>The entry points are {@link io.bellhop.provider.registration.Registrar}, which the API calls,
 * and {@link io.bellhop.provider.registration.RegisterSteps} and {@link
 * io.bellhop.provider.registration.RemovalSteps}, the beans of its routes.
 *
 * <p>May import: account, config, crypto, failure, ingest, ingest.verify, net, routes.jslt, store;
 */
package io.bellhop.provider.registration;
