package io.bellhop.account;

/** The identity of a customer, within one workspace. */
record Customer(String provider, String workspaceId, String externalId) {
  /** The customer with this id, in the account's workspace. */
  static Customer of(Account account, String externalId) {
    return new Customer(account.provider(), account.workspaceId(), externalId);
  }
}
