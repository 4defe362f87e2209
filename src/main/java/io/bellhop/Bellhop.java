package io.bellhop;

import io.bellhop.runtime.SmallMemory;
import io.bellhop.tool.cli.BenchCommand;
import io.bellhop.tool.cli.CheckCommand;
import io.bellhop.tool.cli.Commands;
import io.bellhop.tool.cli.DemoCommand;
import io.bellhop.tool.cli.DoctorCommand;
import io.bellhop.tool.cli.ExportCommand;
import io.bellhop.tool.cli.ListenCommand;
import io.bellhop.tool.cli.MigrateCommand;
import io.bellhop.tool.cli.NewProviderCommand;
import io.bellhop.tool.cli.ProgramVersion;
import io.bellhop.tool.cli.ReplayCommand;
import io.bellhop.tool.cli.SendCommand;
import io.bellhop.tool.cli.ServeCommand;
import io.bellhop.tool.cli.SyncCommand;
import io.bellhop.tool.cli.TailCommand;
import io.bellhop.tool.cli.TriggerCommand;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The program: {@code bellhop} alone serves. */
@Command(
    name = "bellhop",
    description = "One clean, ordered, durable stream of events from the webhooks of PMSs.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    subcommands = {
      ServeCommand.class,
      ListenCommand.class,
      SendCommand.class,
      TriggerCommand.class,
      TailCommand.class,
      ReplayCommand.class,
      SyncCommand.class,
      ExportCommand.class,
      MigrateCommand.class,
      DoctorCommand.class,
      NewProviderCommand.class,
      CheckCommand.class,
      DemoCommand.class,
      BenchCommand.class
    })
public final class Bellhop implements Callable<Integer> {
  private static final String[] SERVE = {"serve"};
  private static final String LOGGING = "logback.configurationFile";

  public static void main(String[] args) {
    SmallMemory.choose(System.getProperties());
    // Not a logback.xml in the root of the jar: an application that embeds it has one of its own.
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "io/bellhop/tool/cli/logback.xml");
    }
    boolean serves = args.length == 0 || Arrays.equals(args, SERVE);
    System.exit(
        serves ? Commands.run(new ServeCommand()) : Commands.of(new Bellhop()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    return new ServeCommand().call();
  }
}
