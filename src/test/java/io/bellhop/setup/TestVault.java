package io.bellhop.setup;

import java.util.Map;
import org.apache.camel.spi.PropertiesFunction;

/** Stands for a vault: Camel finds it by its name under META-INF/services. */
public final class TestVault implements PropertiesFunction {
  static final Map<String, String> SECRETS =
      Map.of("ownerrez/password", "kept-in-the-vault", "sink/folder", "target/vault-sink");

  @Override
  public String getName() {
    return "secret";
  }

  @Override
  public String apply(String remainder) {
    return SECRETS.get(remainder);
  }
}
