package io.bellhop.tool.cli;

import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import io.bellhop.runtime.StandaloneServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has an event happen, without a need to know the provider's own name for it. */
@Command(
    name = "trigger",
    description = "Posts the provider's webhook that makes an event, such as reservation.created.",
    mixinStandardHelpOptions = true)
public final class TriggerCommand implements Callable<Integer> {
  @Parameters(index = "0", description = "The provider, as its folder of routes is named.")
  String provider;

  @Parameters(index = "1", description = "An event type of Bellhop, or the provider's name for it.")
  String event;

  @Option(
      names = "--account",
      paramLabel = "<id or name>",
      description = "The integration account, if the provider has several.")
  String account;

  @Option(
      names = "--fixtures",
      paramLabel = "<folder>",
      description = "Where the fixtures are. Without it: beside the routes.")
  Path fixtures;

  @Option(
      names = "--to",
      paramLabel = "<url>",
      description = "Where the hub is reached from here, in place of its bellhop.public-url.")
  String to;

  @Mixin HubOptions hub;
  @Mixin SendOptions verifier;
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Options options = StandaloneServer.options(System.getProperties(), System.getenv());
    RouteFolders folders =
        RouteFolders.of(options.text("bellhop.routes"), options.text("bellhop.routes.extra"));
    SendCommand send = new SendCommand();
    send.provider = provider;
    send.fixture = SendPayload.making(folders, provider, event, fixtures);
    send.account = account;
    send.fixtures = fixtures;
    send.to = to;
    send.times = 1;
    send.hub = hub;
    send.verifier = verifier;
    send.spec = spec;
    spec.commandLine().getOut().println("sends " + send.fixture);
    return send.call();
  }
}
