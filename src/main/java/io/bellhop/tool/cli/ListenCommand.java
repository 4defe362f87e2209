package io.bellhop.tool.cli;

import io.bellhop.ingest.verify.StandardWebhooks;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A subscriber to try a hub with. */
@Command(
    name = "listen",
    description = "Takes the events of a webhook, verifies their signatures and prints them.",
    mixinStandardHelpOptions = true)
public final class ListenCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Where to listen. Without it: any free port, which is printed.")
  int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The address to listen on. Without it: loopback alone.")
  String host;

  @Option(
      names = "--secret",
      paramLabel = "whsec_...",
      description = "The webhook's secret; or BELLHOP_WEBHOOK_SECRET. Without both: no check.")
  String secret;

  @Option(names = "--json", description = "Print whole bodies, one line each.")
  boolean json;

  @Option(
      names = "--status",
      defaultValue = "200",
      description = "What to answer, to see what the hub makes of it. Without it: 200.")
  int status;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (ListenServer subscriber = listen(Clock.systemDefaultZone())) {
      subscriber.awaitReaderGone();
    }
    return 0;
  }

  /** Split from {@link #call} for tests, which do not wait for ever. */
  ListenServer listen(Clock clock) {
    if (status < 200 || status > 599) {
      throw new ParameterException(spec.commandLine(), "--status must be from 200 to 599");
    }
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be from 0 to 65535");
    }
    String given = secret();
    if (given != null && !StandardWebhooks.isSecret(given)) {
      throw new CommandException(
          "--secret (or BELLHOP_WEBHOOK_SECRET) must be whsec_ and base64, as the hub shows it"
              + " when the webhook is made");
    }
    EventPrinter printer =
        new EventPrinter(
            spec.commandLine().getOut(), spec.commandLine().getErr(), clock, json, given != null);
    return ListenServer.listen(host, port, given, status, clock, printer);
  }

  /** Null if there is none. */
  private String secret() {
    String given = EnvironmentDefaults.or(secret, "BELLHOP_WEBHOOK_SECRET");
    return given == null || given.isBlank() ? null : given.strip();
  }
}
