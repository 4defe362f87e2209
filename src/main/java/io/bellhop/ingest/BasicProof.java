package io.bellhop.ingest;

import io.bellhop.account.Account;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/** HTTP Basic (RFC 7617). The password may hold colons, so both halves are compared as one text. */
final class BasicProof implements Proof {
  private static final String SCHEME = "Basic ";

  @Override
  public boolean holds(Account account, RequestHeaders headers, byte[] body) {
    String username = account.webhook().get("username");
    String password = account.webhook().get("password");
    String given = headers.one("authorization");
    if (username == null
        || password == null
        || given == null
        || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(given.substring(SCHEME.length()).trim());
      return Proof.same(username + ":" + password, new String(decoded, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public Set<String> fields() {
    return Set.of("username", "password");
  }

  @Override
  public String kept(String field, String value) {
    if (field.equals("username") && value.contains(":")) {
      throw new IllegalArgumentException("must not have a colon: Basic ends a user name with it");
    }
    return value;
  }

  @Override
  public String lacks(Account account) {
    boolean complete = account.webhook().keySet().containsAll(fields());
    return complete ? null : "username and password";
  }
}
