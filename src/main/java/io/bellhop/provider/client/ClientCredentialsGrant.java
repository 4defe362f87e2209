package io.bellhop.provider.client;

import java.util.List;

/** RFC 6749, 4.4. */
record ClientCredentialsGrant(ApiSettings settings) implements Grant {
  @Override
  public String type() {
    return "client_credentials";
  }

  @Override
  public List<String> fields() {
    return List.of("client_id", "client_secret");
  }
}
