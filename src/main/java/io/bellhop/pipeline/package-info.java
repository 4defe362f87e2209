/**
 * Runs claimed messages through their providers' routes.
 *
 * <p>Entry points: {@link io.bellhop.pipeline.RouteDispatcher} sends the messages of a claim into
 * routes. YAML calls the named beans beside it: {@link io.bellhop.pipeline.PublishSteps}, {@link
 * io.bellhop.pipeline.FollowUpStep}, {@link io.bellhop.pipeline.RetryStep}, {@link
 * io.bellhop.pipeline.EnrichmentStrategy}, {@link io.bellhop.pipeline.MergeStrategy}, {@link
 * io.bellhop.pipeline.InboxIdempotentRepository}. A {@code ClaimResult} collects the results of
 * routes, and {@code event} commits them in one transaction after the routes have ended. Java names
 * no provider: its particulars are parameters of a template or properties of a bean.
 *
 * <p>May import: account, config, crypto, event, failure, inbox, json, time, tracing;
 *
 * <p>It holds no lock while a route runs; the lease of the claim keeps other workers away.
 */
package io.bellhop.pipeline;
