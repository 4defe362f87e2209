package io.bellhop.tool.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** A command as main runs it, and what came of it. */
record CommandRun(int code, String out, String err) {
  @Command(
      name = "bellhop",
      subcommands = {
        ListenCommand.class,
        SendCommand.class,
        ReplayCommand.class,
        SyncCommand.class,
        ExportCommand.class,
        DoctorCommand.class,
        NewProviderCommand.class
      })
  private static final class Program {}

  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Commands.of(new Program())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }

  List<String> errors() {
    return err.lines().toList();
  }
}
