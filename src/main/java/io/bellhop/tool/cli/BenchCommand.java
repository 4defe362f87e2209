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

  @Option(
      names = "--log",
      defaultValue = "database",
      description = "The hub's log, as the option bellhop.log: database or kafka:<host>:<port>.")
  String log;

  @Option(
      names = "--only",
      split = ",",
      description =
          "Scenarios to run alone, divided by commas: cold, accept, event, subscriber, hotkey,"
              + " writes, memory, backlog, outage, nodes, past.")
  List<String> only = List.of();

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds; their median counts.")
  int rounds;

  @Option(names = "--seconds", defaultValue = "5", description = "Each round's length.")
  int seconds;

  @Option(names = "--connections", defaultValue = "64")
  int connections;

  @Option(
      names = "--settled",
      defaultValue = "0",
      description = "Rows of the past for the scenario past, such as 1000000; 0 leaves it out.")
  int settled;

  @Option(
      names = "--pending",
      defaultValue = "100000",
      description = "Messages in the backlog of the scenario backlog.")
  int pending;

  @Option(
      names = "--of-one-record",
      defaultValue = "10000",
      description = "Webhooks of the one record of the scenario hotkey.")
  int ofOneRecord;

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
