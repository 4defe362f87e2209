package io.bellhop.account;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One customer's connection to a provider.
 *
 * @param api what its REST API needs: base_url, token, client_id, ...; holds secrets in clear
 * @param webhook the proof that its webhooks carry: username and password, secret, ...; secrets in
 *     clear
 * @param listenerToken the unguessable part of the listener URL
 * @param revokedAt since when the customer has withdrawn the authorization; null while it stands
 */
public record Account(
    UUID id,
    String provider,
    String name,
    String workspaceId,
    String externalId,
    Map<String, String> api,
    Map<String, String> webhook,
    String listenerToken,
    boolean active,
    Instant revokedAt,
    Instant createdAt,
    Instant updatedAt) {

  public boolean revoked() {
    return revokedAt != null;
  }

  /** Never the secrets: this text may reach a log. */
  @Override
  public String toString() {
    return "Account[" + provider + " " + id + "]";
  }
}
