package io.bellhop.store;

import io.bellhop.support.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The database of a hub of a released version, as a file among the resources of the tests. */
enum ReleasedDatabase {
  H2("bellhop.mv.db.gz") {
    @Override
    void save(String url) throws IOException {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(kept()))) {
        Files.copy(file(url), out);
      }
    }

    @Override
    String restore() throws IOException {
      String url = Store.H2.bareUrl();
      try (InputStream in = new GZIPInputStream(Files.newInputStream(kept()))) {
        Files.copy(in, file(url));
      }
      return url;
    }

    private Path file(String url) {
      return Path.of(url.substring("jdbc:h2:file:".length()) + ".mv.db");
    }
  },

  /** Statements, since the embedded PostgreSQL has no pg_dump. */
  POSTGRESQL("bellhop.sql") {
    private static final String HISTORY =
        """
        create table bellhop_schema (installed_rank int primary key, version varchar(50),
          description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int,
          installed_by varchar(100) not null, installed_on timestamp default now() not null,
          execution_time int not null, success boolean not null);
        """;

    @Override
    void save(String url) throws IOException, SQLException {
      StringBuilder script = new StringBuilder(tables()).append(HISTORY);
      try (Connection connection = open(url);
          Statement statement = connection.createStatement()) {
        List<String> tables =
            Pattern.compile("(?m)^create table (\\w+)")
                .matcher(script)
                .results()
                .map(found -> found.group(1))
                .toList();
        for (String table : tables) {
          try (ResultSet rows =
              statement.executeQuery("select row_to_json(t)::text from " + table + " t")) {
            while (rows.next()) {
              script.append(
                  "insert into %1$s select * from json_populate_record(null::%1$s, '%2$s');\n"
                      .formatted(table, rows.getString(1).replace("'", "''")));
            }
          }
        }
      }
      Files.writeString(kept(), script);
    }

    /** As the migration makes them, without the rows that it adds. */
    private String tables() throws IOException {
      String text = Files.readString(Path.of("src/main/resources/db/common/V1__bellhop.sql"));
      for (Map.Entry<String, String> type : new PostgresDialect().types().entrySet()) {
        text = text.replace("${" + type.getKey() + "}", type.getValue());
      }
      List<String> statements = new ArrayList<>();
      Pattern.compile("(?ms)^create .*?;$")
          .matcher(text.replaceAll("(?m)^ *--.*\\n", ""))
          .results()
          .map(MatchResult::group)
          .forEach(statements::add);
      return String.join("\n", statements) + "\n";
    }

    @Override
    String restore() throws IOException, SQLException {
      String url = Store.POSTGRESQL.freshUrl();
      try (Connection connection = open(url);
          Statement statement = connection.createStatement()) {
        statement.execute("drop schema public cascade; create schema public");
        statement.execute(Files.readString(kept(), StandardCharsets.UTF_8));
      }
      return url;
    }

    private Connection open(String url) throws SQLException {
      return DriverManager.getConnection(url);
    }
  };

  private final String file;

  ReleasedDatabase(String file) {
    this.file = file;
  }

  /** Keeps what a hub that has stopped has left. */
  abstract void save(String url) throws Exception;

  /** Gives the URL of a copy. */
  abstract String restore() throws Exception;

  String emptyUrl() {
    return Store.valueOf(name()).freshUrl();
  }

  Path kept() {
    return Path.of("src/test/resources/released/0.1.0", file);
  }
}
