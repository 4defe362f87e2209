package io.bellhop.tool.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.bellhop.tool.bench.Bench;
import io.bellhop.tool.bench.BenchSettings;
import io.bellhop.tool.bench.IsolationBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the hub against a bare server with the same durability. */
@Command(
    name = "bench",
    description = "Measures how fast webhooks are taken, durably, and become events.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--db-url",
      description = "An empty database to measure on; without it a temporary H2 file.")
  String url;

  @Option(names = "--db-user", defaultValue = "")
  String user;

  @Option(names = "--db-password", defaultValue = "")
  String password;

  @Option(names = "--seconds", defaultValue = "10", description = "Each measurement's length.")
  int seconds;

  @Option(names = "--connections", defaultValue = "64")
  int connections;

  @Option(
      names = "--settled",
      defaultValue = "1000000",
      description = "Rows of the past for the second half; 0 leaves it out.")
  int settled;

  @Option(
      names = "--outage",
      description = "Measures only what the outage of one account's API does to another account.")
  boolean outage;

  @Option(
      names = "--bad-subscribers",
      description = "Measures a good subscriber beside twelve bad ones, and nothing else.")
  boolean badSubscribers;

  @Option(
      names = "--rate",
      defaultValue = "100",
      description = "Events in a second for --bad-subscribers.")
  int rate;

  @Override
  public Integer call() throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    Path folder = Files.createTempDirectory("bellhop-bench-");
    String where = url == null ? "jdbc:h2:file:" + folder.resolve("bench") : url;
    BenchSettings settings =
        new BenchSettings(where, user, password, folder, Duration.ofSeconds(seconds));
    if (badSubscribers) {
      new IsolationBench(System.out, settings, rate).run();
      return 0;
    }
    Bench bench = new Bench(System.out, settings, connections);
    if (outage) {
      bench.outage();
    } else {
      bench.run(settled);
    }
    return 0;
  }
}
