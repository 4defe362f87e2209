package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.pipeline.ConditionalRead.Validators;
import java.util.HashMap;
import java.util.Map;

/** The validators of a list, as stored from one run to the next. */
final class ListValidators {
  private static final String PATH = "path";
  private static final String HEADERS = "headers";
  private static final String ACCOUNT = "account";

  private ListValidators() {}

  /**
   * @return null if there are none, or if the account has changed since, because other credentials
   *     or another host may mean another list
   */
  static Validators read(JsonNode stored, Account account) {
    if (!stored.path(ACCOUNT).asText().equals(version(account))) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    stored
        .path(HEADERS)
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new Validators(stored.path(PATH).asText(), headers);
  }

  /** Null for none. */
  static ObjectNode write(Validators validators, Account account) {
    if (validators == null) {
      return null;
    }
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    stored.put(PATH, validators.path()).put(ACCOUNT, version(account));
    validators.headers().forEach(stored.putObject(HEADERS)::put);
    return stored;
  }

  private static String version(Account account) {
    return account.updatedAt().toString();
  }
}
