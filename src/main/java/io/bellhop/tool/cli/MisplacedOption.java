package io.bellhop.tool.cli;

import io.bellhop.config.Options;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An option of the hub among a command's arguments, where other programs expect theirs. */
final class MisplacedOption {
  private static final String PREFIX = "bellhop.";

  /** {@code --bellhop.http.port=1}, {@code --http.port}, or {@code -D...} after the jar. */
  private static final Pattern ARGUMENT =
      Pattern.compile("(?:--|-D|-)?((?:bellhop\\.)?[a-z][a-z0-9.-]*)(?:=.*)?", Pattern.DOTALL);

  private MisplacedOption() {}

  /** The right place, without the value, which may be a secret. Nothing if there is none. */
  static Optional<String> explain(List<String> arguments) {
    Set<String> known =
        Options.load(new Properties(), Map.of(), options -> Map.of()).all().keySet();
    return arguments.stream().flatMap(a -> option(a, known).stream()).findFirst();
  }

  private static Optional<String> option(String argument, Set<String> known) {
    Matcher matcher = ARGUMENT.matcher(argument);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String written = matcher.group(1);
    String name = written.startsWith(PREFIX) ? written : PREFIX + written;
    if (!written.startsWith(PREFIX) && !known.contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        written
            + " is not an argument of a command: set options of the hub before the jar, as"
            + " in java -D"
            + name
            + "=... -jar bellhop.jar serve, or in the environment as "
            + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
  }
}
