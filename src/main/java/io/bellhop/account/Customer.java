package io.bellhop.account;

/** What a customer is known by. Accounts of another workspace are none of its affair. */
record Customer(String provider, String workspaceId, String externalId) {
  /** The customer with this id where the account is. */
  static Customer of(Account account, String externalId) {
    return new Customer(account.provider(), account.workspaceId(), externalId);
  }
}
