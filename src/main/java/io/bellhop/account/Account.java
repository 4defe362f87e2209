package io.bellhop.account;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One customer's connection to a provider. Only {@link Builder} calls the constructor, because
 * twelve positional values are hard to tell apart.
 *
 * @param api the credentials for the provider's API: base_url, token, client_id, ...; contains
 *     unencrypted secrets
 * @param webhook the values that a verifier compares with webhooks: username and password, secret,
 *     ...; contains unencrypted secrets
 * @param listenerToken the unguessable part of the listener URL
 * @param revokedAt when the customer withdrew the authorization; null otherwise
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
  /** The workspace of accounts without an explicit one. */
  public static final String DEFAULT_WORKSPACE = "default";

  /** The external id of an account that stands for all customers of its provider. */
  public static final String ALL_CUSTOMERS = "*";

  /** Starts from an active account in the default workspace, without credentials. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts from this account's values. */
  public Builder toBuilder() {
    return builder()
        .id(id)
        .provider(provider)
        .name(name)
        .workspaceId(workspaceId)
        .externalId(externalId)
        .api(api)
        .webhook(webhook)
        .listenerToken(listenerToken)
        .active(active)
        .revokedAt(revokedAt)
        .createdAt(createdAt)
        .updatedAt(updatedAt);
  }

  /**
   * Whether its listener URL receives the webhooks of all accounts of its provider and workspace.
   */
  public boolean isOfAllCustomers() {
    return ALL_CUSTOMERS.equals(externalId);
  }

  /** Whether the account has any field for calls to the provider's API. */
  public boolean hasApiCredentials() {
    return api.keySet().stream().anyMatch(key -> !key.endsWith("base_url"));
  }

  public boolean revoked() {
    return revokedAt != null;
  }

  /** Omits secrets, because logs may contain this text. */
  @Override
  public String toString() {
    return "Account[" + provider + " " + id + "]";
  }

  public static final class Builder {
    private UUID id;
    private String provider;
    private String name;
    private String workspaceId = DEFAULT_WORKSPACE;
    private String externalId;
    private Map<String, String> api = Map.of();
    private Map<String, String> webhook = Map.of();
    private String listenerToken;
    private boolean active = true;
    private Instant revokedAt;
    private Instant createdAt;
    private Instant updatedAt;

    private Builder() {}

    public Builder id(UUID value) {
      id = value;
      return this;
    }

    public Builder provider(String value) {
      provider = value;
      return this;
    }

    public Builder name(String value) {
      name = value;
      return this;
    }

    public Builder workspaceId(String value) {
      workspaceId = value;
      return this;
    }

    public Builder externalId(String value) {
      externalId = value;
      return this;
    }

    public Builder api(Map<String, String> value) {
      api = value;
      return this;
    }

    public Builder webhook(Map<String, String> value) {
      webhook = value;
      return this;
    }

    public Builder listenerToken(String value) {
      listenerToken = value;
      return this;
    }

    public Builder active(boolean value) {
      active = value;
      return this;
    }

    public Builder revokedAt(Instant value) {
      revokedAt = value;
      return this;
    }

    public Builder createdAt(Instant value) {
      createdAt = value;
      return this;
    }

    public Builder updatedAt(Instant value) {
      updatedAt = value;
      return this;
    }

    public Account build() {
      return new Account(
          id,
          provider,
          name,
          workspaceId,
          externalId,
          api,
          webhook,
          listenerToken,
          active,
          revokedAt,
          createdAt,
          updatedAt);
    }
  }
}
