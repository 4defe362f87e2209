package io.bellhop;

import io.bellhop.cli.BenchCommand;
import io.bellhop.cli.CheckCommand;
import io.bellhop.cli.Commands;
import io.bellhop.cli.DemoCommand;
import io.bellhop.cli.ExportCommand;
import io.bellhop.cli.ListenCommand;
import io.bellhop.cli.ReplayCommand;
import io.bellhop.cli.SendCommand;
import io.bellhop.cli.ServeCommand;
import io.bellhop.cli.SyncCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The program: {@code bellhop} alone serves. */
@Command(
    name = "bellhop",
    description = "One clean, ordered, durable stream of events from the webhooks of PMSs.",
    mixinStandardHelpOptions = true,
    version = "bellhop 0.1.0",
    subcommands = {
      ServeCommand.class,
      ListenCommand.class,
      SendCommand.class,
      ReplayCommand.class,
      SyncCommand.class,
      ExportCommand.class,
      CheckCommand.class,
      DemoCommand.class,
      BenchCommand.class
    })
public final class Bellhop implements Callable<Integer> {
  private static final String LOGGING = "logback.configurationFile";

  public static void main(String[] args) {
    SmallMemory.choose(System.getProperties());
    // Not a logback.xml in the root of the jar: an application that embeds it has one of its own.
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "io/bellhop/cli/logback.xml");
    }
    System.exit(Commands.of(new Bellhop()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    return new ServeCommand().call();
  }
}
