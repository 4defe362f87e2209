package io.bellhop.tool.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.bellhop.tool.bench.Bench;
import io.bellhop.tool.bench.BenchDatabase;
import io.bellhop.tool.bench.BenchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the hub against a bare server with the same durability. */
@Command(
    name = "bench",
    description = "Measures how fast the hub accepts webhooks and makes events of them.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  @Option(names = "--db-url", description = "An empty database. Default: a temporary H2 file.")
  String url;

  @Option(names = "--db-user", defaultValue = "")
  String user;

  @Option(names = "--db-password", defaultValue = "")
  String password;

  @Option(
      names = "--log",
      defaultValue = "database",
      description = "The option bellhop.log of the hub: database or kafka:<host>:<port>.")
  String log;

  @Option(
      names = "--only",
      split = ",",
      description =
          "The scenarios to run, separated by commas: cold, accept, event, subscriber, hotkey,"
              + " writes, memory, backlog, outage, nodes, past.")
  List<String> only = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "The number of rounds of each measurement; their median counts.")
  int rounds;

  @Option(names = "--seconds", defaultValue = "5", description = "The length of a round.")
  int seconds;

  @Option(names = "--connections", defaultValue = "64")
  int connections;

  @Option(
      names = "--settled",
      defaultValue = "0",
      description =
          "The number of old rows for the scenario past, such as 1000000; 0 leaves it out.")
  int settled;

  @Option(
      names = "--pending",
      defaultValue = "100000",
      description = "The number of pending messages in the scenario backlog.")
  int pending;

  @Option(
      names = "--of-one-record",
      defaultValue = "10000",
      description = "The number of webhooks of the one record in the scenario hotkey.")
  int ofOneRecord;

  @Option(
      names = "--bad-subscribers",
      description = "Measures only a good subscriber beside twelve bad ones.")
  boolean badSubscribers;

  @Option(
      names = "--rate",
      defaultValue = "100",
      description = "The number of events a second for --bad-subscribers.")
  int rate;

  @Override
  public Integer call() throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    try (TempFolder folder = TempFolder.make("bellhop-bench-")) {
      measure(folder.path());
    }
    return 0;
  }

  private void measure(Path folder) throws Exception {
    String where = url == null ? "jdbc:h2:file:" + folder.resolve("bench") : url;
    Bench bench =
        new Bench(
            System.out,
            new BenchSettings(
                new BenchDatabase(where, user, password),
                log,
                folder,
                Duration.ofSeconds(seconds),
                rounds,
                connections),
            new Bench.Amounts(settled, pending, ofOneRecord));
    if (badSubscribers) {
      bench.isolation(rate);
    } else {
      bench.run(only);
    }
  }
}
