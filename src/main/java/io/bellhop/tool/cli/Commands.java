package io.bellhop.tool.cli;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Suggestions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs the program and all its commands. */
public final class Commands {
  private Commands() {}

  /**
   * An error that a user can correct is one line on stderr; only our own mistakes have a trace.
   *
   * @param root the program, with its commands as subcommands
   */
  public static CommandLine of(Object root) {
    // What export writes is a file and what listen --json writes is JSON, whatever the console is.
    return new CommandLine(root)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler((error, line, parsed) -> explain(error, line.getErr()))
        .setParameterExceptionHandler(Commands::wrongCommandLine);
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

  /** Describes the fault in one line; picocli would print all of the usage. */
  private static int wrongCommandLine(ParameterException error, String[] arguments) {
    CommandLine line = error.getCommandLine();
    Optional<String> unmatched = unmatched(error, arguments);
    String fault =
        unmatched
            .flatMap(any -> MisplacedOption.explain(List.of(arguments)))
            .or(() -> unmatched.map(argument -> unmatched(line, argument)))
            .orElseGet(() -> withHelp(line, decapitalized(error.getMessage())));
    line.getErr().println("bellhop: " + fault);
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Picocli reports a missing parameter before an unknown option, which often is the reason. */
  private static Optional<String> unmatched(ParameterException error, String[] arguments) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      return Optional.of(unmatched.getUnmatched().get(0));
    }
    Set<String> known = error.getCommandLine().getCommandSpec().optionsMap().keySet();
    return error instanceof MissingParameterException
        ? Stream.of(arguments)
            .filter(argument -> argument.matches("(?s)--[a-z].*"))
            .filter(argument -> !known.contains(argument.replaceFirst("(?s)=.*", "")))
            .findFirst()
        : Optional.empty();
  }

  private static String unmatched(CommandLine line, String argument) {
    // Without the value, which may be a secret.
    String name = argument.replaceFirst("(?s)=.*", "");
    if (name.startsWith("-")) {
      return withHelp(
          line, "unknown option " + name + near(name, line.getCommandSpec().optionsMap().keySet()));
    }
    Set<String> commands = line.getSubcommands().keySet();
    return withHelp(
        line,
        (commands.isEmpty() ? "unexpected argument " : "unknown command ")
            + name
            + near(name, commands));
  }

  private static String near(String name, Set<String> known) {
    return Suggestions.question(name, known).map(question -> "; " + question).orElse("");
  }

  private static String withHelp(CommandLine line, String fault) {
    return fault
        + (fault.endsWith("?") ? " " : "; ")
        + line.getCommandSpec().qualifiedName()
        + " --help explains the command line";
  }

  /** Picocli begins its messages in capitals, and ours follow a colon. */
  private static String decapitalized(String message) {
    return message.substring(0, 1).toLowerCase(Locale.ROOT)
        + message.substring(1).replaceAll("\\s*\\R\\s*", " ");
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
