package io.bellhop.tool.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the configuration of a hub to a file. */
@Command(
    name = "export",
    description =
        "Writes the accounts and subscriptions of a hub as a file for bellhop.setup, without secrets.",
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  @Mixin HubOptions hub;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    HubApi api = hub.api();
    SetupFileWriter file = new SetupFileWriter();
    api.all("/integration_accounts").forEach(file::account);
    api.all("/webhooks").forEach(file::webhook);
    PrintWriter out = spec.commandLine().getOut();
    out.print(file.text(api.hub().toString()));
    out.flush();
    file.ambiguous()
        .forEach(
            name ->
                spec.commandLine()
                    .getErr()
                    .println(
                        "bellhop: there are several with the name "
                            + name
                            + ": a set-up would make one of them, so rename the others"));
    return 0;
  }
}
