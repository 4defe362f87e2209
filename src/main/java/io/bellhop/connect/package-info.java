/**
 * Connects accounts. A customer opens a link that was created with an API key, then authorizes
 * Bellhop at the provider or enters credentials. Bellhop creates the account, tries the
 * credentials, registers its webhook and starts the first load.
 *
 * <p>Its entry points are {@link io.bellhop.connect.ConnectLinks} and {@link
 * io.bellhop.connect.AccountConnections}; the pages are in {@code console}. A provider's folder
 * declares its requirements in its route of bellhop-api.
 *
 * <p>May import: access, account, config, crypto, failure, provider.client, provider.registration,
 * provider.sync, store, validation;
 */
package io.bellhop.connect;
