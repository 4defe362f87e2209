package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartReportTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://ada:hush@db.example.com:5432/hub?password=hush, PostgreSQL db.example.com:5432/hub",
    "jdbc:postgresql://db.example.com/hub?user=ada&password=hush, PostgreSQL db.example.com/hub",
    "jdbc:h2:file:/var/lib/bellhop/hub;MODE=X;PASSWORD=hush, H2 in /var/lib/bellhop/hub.mv.db",
    "jdbc:h2:/var/lib/hub, H2 in /var/lib/hub.mv.db",
    "jdbc:h2:mem:hub;PASSWORD=hush, H2 in memory: nothing of it survives a stop"
  })
  void a_database_is_named_by_its_place_alone(String url, String said) {
    assertThat(StartReport.database(url)).isEqualTo("database " + said);
  }

  @Test
  void it_says_where_data_and_routes_are_and_which_options_are_set() {
    Properties given = new Properties();
    given.put("bellhop.api-key", "hush");
    Options options = Options.load(given, Map.of("BELLHOP_DB_USER", "hush"), known -> Map.of());

    List<String> lines =
        StartReport.lines(
            options,
            "jdbc:h2:file:./data/bellhop",
            RouteFolders.of("", ""),
            Set.of("guesty", "in-java"),
            0,
            2);

    Path here = Path.of("").toAbsolutePath();
    assertThat(lines.get(0))
        .isEqualTo("data in " + here + "/data, database H2 in " + here + "/data/bellhop.mv.db");
    assertThat(lines.get(1))
        .startsWith("providers: guesty (routes in")
        .endsWith("; in-java (routes of other folders or in Java)");
    assertThat(lines.get(2)).isEqualTo("integration accounts: 0, webhooks: 2");
    assertThat(lines.get(3)).isEqualTo("options set: bellhop.api-key, bellhop.db.user");
  }
}
