package io.bellhop.tool.cli;

import io.bellhop.account.SigningSecret;
import io.bellhop.ingest.verify.StandardWebhooks;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A subscriber for trying a hub. */
@Command(
    name = "listen",
    description =
        "Receives the events of a subscription, verifies their signatures and prints them.",
    mixinStandardHelpOptions = true)
public final class ListenCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "0",
      description = "The port to listen on. Default: a free port, which is printed.")
  int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The address to listen on. Default: loopback.")
  String host;

  @Option(
      names = "--secret",
      paramLabel = "whsec_...",
      description =
          "The subscription's secret; or BELLHOP_WEBHOOK_SECRET. Without one, signatures are not checked.")
  String secret;

  @Option(names = "--json", description = "Print whole bodies, one line each.")
  boolean json;

  @Option(
      names = "--status",
      defaultValue = "200",
      description = "The status to answer with, to see how the hub reacts. Default: 200.")
  int status;

  @Option(
      names = "--follow",
      description =
          "Pull the events from the hub, which then need not reach this machine; see --url and"
              + " --api-key.")
  boolean follow;

  @Option(
      names = "--after",
      defaultValue = "end",
      description = "With --follow: the id of the event to begin after. Default: only new events.")
  String after;

  @Option(
      names = "--event-type",
      description = "With --follow: only these events, such as reservation.*.")
  String eventType;

  @Option(
      names = "--forward-to",
      paramLabel = "<url>",
      description =
          "With --follow: post each event to a program on your machine, such as"
              + " http://localhost:3000/hooks, signed with --secret, or with a generated secret that is"
              + " printed.")
  String forwardTo;

  @Mixin HubOptions hub;
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (follow) {
      follow(Clock.systemDefaultZone());
      return 0;
    }
    if (forwardTo != null) {
      throw new ParameterException(spec.commandLine(), "--forward-to needs --follow");
    }
    try (ListenServer subscriber = listen(Clock.systemDefaultZone())) {
      subscriber.awaitReaderGone();
    }
    return 0;
  }

  private void follow(Clock clock) throws InterruptedException {
    HubApi api = hub.api();
    // Events pulled from the hub itself need no signature.
    EventPrinter printer =
        new EventPrinter(
            spec.commandLine().getOut(), spec.commandLine().getErr(), clock, json, true);
    EventForwarder forwarder = forwardTo == null ? null : forwarder(printer, clock);
    printer.note("follows " + api.hub());
    new EventFollower(api, after, eventType, printer::note)
        .follow(
            event -> {
              printer.event(event.at("/hook/id").asText(), event);
              if (forwarder != null) {
                printer.note(forwarder.forward(event));
              }
            },
            printer.readerGone());
  }

  private EventForwarder forwarder(EventPrinter printer, Clock clock) {
    String given = checkedSecret();
    if (given == null) {
      given = SigningSecret.make();
      printer.note("signs with the secret " + given);
    }
    return new EventForwarder(HubOptions.uri("--forward-to", forwardTo), given, clock);
  }

  /** Separate from {@link #call} for tests, which do not wait forever. */
  ListenServer listen(Clock clock) {
    if (status < 200 || status > 599) {
      throw new ParameterException(spec.commandLine(), "--status must be from 200 to 599");
    }
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be from 0 to 65535");
    }
    String given = checkedSecret();
    EventPrinter printer =
        new EventPrinter(
            spec.commandLine().getOut(), spec.commandLine().getErr(), clock, json, given != null);
    return ListenServer.listen(host, port, given, status, clock, printer);
  }

  private String checkedSecret() {
    String given = secret();
    if (given != null && !StandardWebhooks.isSecret(given)) {
      throw new CommandException(
          "--secret (or BELLHOP_WEBHOOK_SECRET) must be whsec_ and base64, as the hub"
              + " shows it at the creation of the webhook");
    }
    return given;
  }

  private String secret() {
    String given = HubOptions.or(secret, "BELLHOP_WEBHOOK_SECRET");
    return given == null || given.isBlank() ? null : given.strip();
  }
}
