package io.bellhop;

import io.bellhop.cli.BenchCommand;
import io.bellhop.cli.CheckCommand;
import io.bellhop.cli.DemoCommand;
import io.bellhop.cli.ServeCommand;
import io.bellhop.config.ConfigException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code bellhop} alone serves. */
@Command(
    name = "bellhop",
    description = "One clean, ordered, durable stream of events from the webhooks of PMSs.",
    mixinStandardHelpOptions = true,
    version = "bellhop 0.1.0",
    subcommands = {ServeCommand.class, DemoCommand.class, BenchCommand.class, CheckCommand.class})
public final class Bellhop implements Callable<Integer> {
  public static void main(String[] args) {
    int code =
        new CommandLine(new Bellhop())
            .setExecutionExceptionHandler((error, line, parsed) -> explain(error))
            .execute(args);
    System.exit(code);
  }

  @Override
  public Integer call() throws Exception {
    return new ServeCommand().call();
  }

  private static int explain(Exception error) {
    if (error instanceof ConfigException) {
      System.err.println("bellhop: " + error.getMessage());
    } else {
      error.printStackTrace();
    }
    return 1;
  }
}
