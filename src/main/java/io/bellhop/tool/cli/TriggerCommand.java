package io.bellhop.tool.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an event happen, without knowledge of the provider's name for it. */
@Command(
    name = "trigger",
    description =
        "Posts the fixture of a provider that makes an event, such as reservation.created.",
    mixinStandardHelpOptions = true)
public final class TriggerCommand implements Callable<Integer> {
  @Parameters(index = "1", description = "An event type of Bellhop, or the provider's name for it.")
  String event;

  @Mixin HubOptions hub;
  @Mixin SendOptions sending;
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    SendCommand send = new SendCommand();
    send.fixture = SendPayload.making(sending.folders(), sending.provider, event, sending.fixtures);
    send.times = 1;
    send.hub = hub;
    send.sending = sending;
    send.spec = spec;
    spec.commandLine().getOut().println("sends " + send.fixture);
    return send.call();
  }
}
