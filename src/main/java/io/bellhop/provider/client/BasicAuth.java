package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.failure.CredentialsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** User name and password (RFC 7617). */
final class BasicAuth implements Auth {
  @Override
  public boolean fits(Account account) {
    return account.api().containsKey("username") && account.api().containsKey("password");
  }

  @Override
  public Collection<String> fields() {
    return List.of("username", "password");
  }

  @Override
  public String needs() {
    return "api.username and api.password";
  }

  @Override
  public String authorization(Account account) {
    String username = account.api().get("username");
    if (username.contains(":")) {
      // The API would read the text after the colon as the password.
      throw new CredentialsException(
          "the account's api.username has a colon, which ends a user name in Basic"
              + " authentication: set it by PUT",
          null);
    }
    String pair = username + ":" + account.api().get("password");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
