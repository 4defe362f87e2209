package io.bellhop.runtime;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.store.Database;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Opens the database of an embedded hub. */
public final class ContextDatabase {
  private static final String NAME = "bellhopDataSource";

  private ContextDatabase() {}

  /**
   * @param given the host's DataSource; null to look it up in the registry
   */
  public static Database of(CamelContext context, Options options, DataSource given) {
    if (given != null) {
      return Database.late(given);
    }
    Registry registry = context.getRegistry();
    DataSource named = registry.lookupByNameAndType(NAME, DataSource.class);
    if (named != null) {
      return Database.late(named);
    }
    if (context.getPropertiesComponent().resolveProperty("bellhop.db.url").isPresent()) {
      return Database.late(options);
    }
    Map<String, DataSource> found = registry.findByTypeWithName(DataSource.class);
    if (found.size() == 1) {
      return Database.late(found.values().iterator().next());
    }
    throw new ConfigException(
        "Bellhop needs a DataSource, and the context has "
            + (found.isEmpty() ? "none" : found.keySet())
            + ": bind one as "
            + NAME
            + ", hand it to EmbeddedHub, or set bellhop.db.url");
  }
}
