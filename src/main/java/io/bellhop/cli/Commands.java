package io.bellhop.cli;

import io.bellhop.config.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** How the program and all its commands are run. */
public final class Commands {
  private Commands() {}

  /**
   * What can go wrong by what a user does is one line on stderr; only our own mistakes have a
   * trace.
   *
   * @param root the program, with its commands as subcommands
   */
  public static CommandLine of(Object root) {
    // What export writes is a file and what listen --json writes is JSON, whatever the console is.
    return new CommandLine(root)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler((error, line, parsed) -> explain(error, line.getErr()));
  }

  private static int explain(Exception error, PrintWriter err) {
    if (error instanceof ConfigException || error instanceof CommandException) {
      err.println("bellhop: " + error.getMessage());
    } else {
      error.printStackTrace(err);
    }
    return 1;
  }
}
