/**
 * Connects accounts: a customer who has a link, which an API key has made, authorizes Bellhop at
 * the provider or gives credentials, and Bellhop makes the account, tries the credentials,
 * registers its webhook and begins the first load.
 *
 * <p>Its entry points are {@link io.bellhop.connect.ConnectLinks} and {@link
 * io.bellhop.connect.AccountConnections}; the pages are in {@code console}. What a provider needs
 * for it, its folder declares in its route of bellhop-api.
 *
 * <p>May import: access, account, config, crypto, failure, provider.client, provider.registration,
 * provider.sync, store, validation;
 */
package io.bellhop.connect;
