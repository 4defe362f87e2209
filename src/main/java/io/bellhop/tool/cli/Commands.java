package io.bellhop.tool.cli;

import io.bellhop.config.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
    CommandLine program = new CommandLine(root);
    IParameterExceptionHandler usual = program.getParameterExceptionHandler();
    return program
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler((error, line, parsed) -> explain(error, line.getErr()))
        .setParameterExceptionHandler(
            (error, arguments) -> wrongCommandLine(error, arguments, usual));
  }

  /**
   * Runs a command without arguments as {@link #of} would. The parser of arguments, which looks at
   * all commands first, has no part in it: it takes a sixth of the time in which a hub starts.
   */
  public static int run(Callable<Integer> command) {
    try {
      return command.call();
    } catch (Exception e) {
      return explain(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
  }

  /** A hub's options are no arguments; the error names the place where they belong. */
  private static int wrongCommandLine(
      ParameterException error, String[] arguments, IParameterExceptionHandler usual)
      throws Exception {
    CommandLine line = error.getCommandLine();
    Optional<String> misplaced = MisplacedOption.explain(List.of(arguments));
    if (error instanceof UnmatchedArgumentException && misplaced.isPresent()) {
      line.getErr().println("bellhop: " + misplaced.get());
      return line.getCommandSpec().exitCodeOnInvalidInput();
    }
    return usual.handleParseException(error, arguments);
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
