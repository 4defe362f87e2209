package io.bellhop.tool.cli;

import io.bellhop.account.SecretBox;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.store.Database;
import io.bellhop.tool.migrate.Migration;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves a hub from H2 to PostgreSQL. */
@Command(
    name = "migrate",
    description =
        "Copies all data of a stopped hub from H2 to an empty PostgreSQL. Needs the hub's"
            + " configuration, for the secret key.",
    mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {
  @Option(names = "--from", required = true, description = "The JDBC URL of the hub's H2 file.")
  String from;

  @Option(names = "--to", required = true, description = "The JDBC URL of an empty PostgreSQL.")
  String to;

  @Option(
      names = "--from-user",
      defaultValue = "",
      description = "Its user, as bellhop.db.user; the password is in BELLHOP_FROM_PASSWORD.")
  String fromUser;

  @Option(
      names = "--to-user",
      defaultValue = "",
      description = "Its user; the password is in BELLHOP_TO_PASSWORD.")
  String toUser;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    require("--from", from, "jdbc:h2:");
    require("--to", to, "jdbc:postgresql:");
    Options options = StandaloneServer.options(System.getProperties(), System.getenv());
    SecretBox secrets = secrets(options);
    PrintWriter out = spec.commandLine().getOut();
    // A mistyped path must not create a new database.
    String source = from.toUpperCase().contains("IFEXISTS") ? from : from + ";IFEXISTS=TRUE";
    // Counting a table may take longer than a hub would wait for an answer.
    String target = to.contains("socketTimeout=") ? to : with(to, "socketTimeout=0");
    try (Database h2 = open("--from", options, source, fromUser, "BELLHOP_FROM_PASSWORD");
        Database postgres = open("--to", options, target, toUser, "BELLHOP_TO_PASSWORD")) {
      boolean encrypts = options.isTrue("bellhop.encrypt-records");
      long rows = new Migration(h2, postgres, secrets, encrypts, out::println).run();
      out.println(
          "copied "
              + rows
              + " rows, and counted them in both databases. Set bellhop.db.url to PostgreSQL, and"
              + " start the hub");
    }
    return 0;
  }

  private static void require(String option, String url, String beginning) {
    if (!url.startsWith(beginning)) {
      throw new CommandException(option + " must begin with " + beginning);
    }
  }

  private static String with(String url, String parameter) {
    return url + (url.contains("?") ? "&" : "?") + parameter;
  }

  /** The key must exist: a new one could decrypt nothing. */
  private static SecretBox secrets(Options options) {
    Path data = Path.of(options.text("bellhop.data"));
    if (!options.isSet("bellhop.secret-key") && !Files.exists(data.resolve("secret.key"))) {
      throw new CommandException(
          "the hub's secret key is missing: there is no secret.key in "
              + data
              + ". Set bellhop.data or bellhop.secret-key as the hub has it");
    }
    return SecretBox.open(
        options.text("bellhop.secret-key"), options.text("bellhop.secret-key-old"), data);
  }

  private static Database open(
      String option, Options options, String url, String user, String password) {
    Map<String, String> one = new HashMap<>();
    one.put("bellhop.db.url", url);
    one.put("bellhop.db.user", user);
    one.put("bellhop.db.password", System.getenv().getOrDefault(password, ""));
    try {
      return Database.open(options.with(one));
    } catch (ConfigException e) {
      throw new CommandException(option + ": " + e.getMessage().replace("bellhop.db.url: ", ""), e);
    }
  }
}
