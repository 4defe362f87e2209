/**
 * Authenticates the senders of webhooks: by basic authentication, a header, a bearer token, an
 * HMAC, Standard Webhooks, or the listener token alone.
 *
 * <p>The entry point is {@link io.bellhop.ingest.verify.Verifier#of}.
 *
 * <p>May import: account, config, crypto, net;
 */
package io.bellhop.ingest.verify;
