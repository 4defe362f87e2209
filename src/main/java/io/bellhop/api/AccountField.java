package io.bellhop.api;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.validation.FieldReader;
import java.util.Optional;
import java.util.UUID;

/** The account that a request's attributes must name, among those that the caller may see. */
final class AccountField {
  private static final String NAME = "integration_account_id";

  private AccountField() {}

  /**
   * @return empty if there is no such account; the reader then contains the fault
   */
  static Optional<Account> read(FieldReader given, Accounts accounts, ApiRequest request) {
    UUID id = given.uuid(NAME);
    Optional<Account> account =
        id == null
            ? Optional.empty()
            : accounts.current(id).filter(one -> request.caller().sees(one.workspaceId()));
    if (account.isEmpty()) {
      given.add(NAME, id == null ? FieldReader.BLANK : "must be the id of an account");
    }
    return account;
  }
}
