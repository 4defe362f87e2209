package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.provider.registration.RegistrationException;
import io.bellhop.provider.registration.RegistrationOutcome;
import io.bellhop.time.UtcTime;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** /integration_accounts/{id}/register: the account's webhook at its provider. Thread-safe. */
final class RegistrationOperations {
  private final Registrar registrar;

  RegistrationOperations(Registrar registrar) {
    this.registrar = registrar;
  }

  String listenerUrl(Account account) {
    return registrar.listenerUrl(account);
  }

  /** When Bellhop created the webhooks, by account; accounts without one are absent. */
  Map<UUID, Instant> times(List<Account> accounts) throws SQLException {
    return registrar.registered(accounts);
  }

  ApiAnswer make(Account account) throws SQLException {
    try {
      return made(account, registrar.register(account));
    } catch (RegistrationException e) {
      throw ApiError.of(e);
    }
  }

  ApiAnswer remove(Account account) throws SQLException {
    try {
      registrar.unregister(account);
      return ApiAnswer.deleted();
    } catch (RegistrationException e) {
      throw ApiError.of(e);
    }
  }

  private ApiAnswer made(Account account, RegistrationOutcome outcome) throws SQLException {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("registered_at", UtcTime.text(times(List.of(account)).get(account.id())));
    attributes.put("listener_url", listenerUrl(account));
    attributes.put("made", outcome.made());
    attributes.put("changed", outcome.changed());
    attributes.put("removed", outcome.removed());
    attributes.put("kept", outcome.kept());
    ArrayNode notes = attributes.putArray("notes");
    outcome.notes().forEach(notes::add);
    return ApiAnswer.one(
        ApiAnswer.OK, ApiAnswer.item(account.id().toString(), "registration", attributes));
  }
}
