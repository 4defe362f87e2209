package io.bellhop.store;

import io.bellhop.config.Resources;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Flyway's record of the migrations that ran. Most starts have nothing to migrate, and Flyway takes
 * longer to check that than the rest of the store takes to open.
 */
final class SchemaHistory {
  static final String TABLE = "bellhop_schema";
  static final String FOLDER = "db/common";

  /** The existing migrations, in their order. */
  static final List<String> MIGRATIONS = List.of("V1__bellhop.sql");

  private record Applied(int checksum, boolean success) {}

  private SchemaHistory() {}

  /** Whether exactly these migrations ran, unchanged; if not, Flyway decides. */
  static boolean isCurrent(Connection connection) throws SQLException {
    Map<String, Applied> applied = new HashMap<>();
    Sql.forEach(
        connection,
        """
        select "script", "checksum", "success" from "bellhop_schema" where "type" = 'SQL'
        """,
        row ->
            applied.put(
                row.text("script"), new Applied(row.integer("checksum"), row.bool("success"))));
    Map<String, Applied> known = new HashMap<>();
    MIGRATIONS.forEach(file -> known.put(file, new Applied(checksum(file), true)));
    return applied.equals(known);
  }

  /** Flyway's checksum, which covers the lines without their line ends. */
  private static int checksum(String file) {
    CRC32 sum = new CRC32();
    text(file).lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).forEach(sum::update);
    return (int) sum.getValue();
  }

  static String text(String file) {
    return Resources.text(SchemaHistory.class, "/" + FOLDER + "/" + file);
  }
}
