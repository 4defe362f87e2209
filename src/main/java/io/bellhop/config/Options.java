package io.bellhop.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The options in force. Immutable; reading a value checks it, and an error names the option. */
public final class Options {
  private static final Pattern NAME = Pattern.compile("bellhop\\.[a-z0-9.-]*[a-z0-9]");

  private final Map<String, String> values;
  private final SortedMap<String, String> places;
  private final Map<String, String> formerNames;

  /**
   * @param places the sources of the options that are set, each as the rest of "given ..."
   */
  Options(
      Map<String, String> values,
      SortedMap<String, String> places,
      Map<String, String> formerNames) {
    this.values = values;
    this.places = places;
    this.formerNames = formerNames;
  }

  /**
   * Reads the options: system properties before the environment before the file before defaults.
   *
   * @param more finds defaults that are not in bellhop.properties: those of provider folders
   * @throws ConfigException for an option that does not exist, or a file that cannot be read
   */
  public static Options load(
      Properties system,
      Map<String, String> environment,
      Function<Options, Map<String, String>> more) {
    List<OptionSource> sources = new ArrayList<>();
    String file =
        system.getProperty("bellhop.config", environment.getOrDefault("BELLHOP_CONFIG", ""));
    if (!file.isBlank()) {
      sources.add(OptionSource.file(Path.of(file)));
    }
    sources.add(OptionSource.environment(environment));
    sources.add(OptionSource.system(system));
    return OptionLoader.load(sources, more);
  }

  /** The options of a host application. */
  public interface Given {
    /** The options that can be listed; there may be more. */
    Set<String> names();

    /** The value of an option; null if it is not set. */
    String value(String name);
  }

  /**
   * Reads the options of a host application before defaults.
   *
   * @param more finds defaults that are not in bellhop.properties: those of provider folders
   * @throws ConfigException for an unknown option
   */
  public static Options of(Given given, Function<Options, Map<String, String>> more) {
    return OptionLoader.load(List.of(OptionSource.host(given)), more);
  }

  /** The options with some of them replaced, for tests and the demo. */
  public Options with(Map<String, String> replaced) {
    return OptionLoader.replace(this, OptionSource.code(replaced));
  }

  /** The names of the options that are set somewhere. */
  public SortedSet<String> given() {
    return new TreeSet<>(places.keySet());
  }

  /** The sources of the options that are set, as the rest of "given ...". */
  SortedMap<String, String> places() {
    return places;
  }

  /** The same error with the source of the option that it names. */
  public ConfigException placed(ConfigException error) {
    return NAME.matcher(error.getMessage())
        .results()
        .map(MatchResult::group)
        .filter(places::containsKey)
        .findFirst()
        .map(
            name ->
                new ConfigException(
                    error.getMessage() + " (" + name + " is given " + places.get(name) + ")",
                    error))
        .orElse(error);
  }

  /** The former names in use, with the current names of their options. */
  public Map<String, String> formerNames() {
    return formerNames;
  }

  /** The options with secret values, which may come from files. */
  public SortedSet<String> secrets() {
    SortedSet<String> secrets = new TreeSet<>(values.keySet());
    secrets.removeIf(name -> !values.containsKey(name + SecretFile.SUFFIX));
    return secrets;
  }

  public Map<String, String> all() {
    return values;
  }

  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no such option: " + name);
    }
    return value.trim();
  }

  /**
   * The members of a family of options, such as {@code bellhop.sinks.}: their names and values.
   *
   * @param prefix with its last dot
   */
  public SortedMap<String, String> family(String prefix) {
    SortedMap<String, String> members = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            members.put(name.substring(prefix.length()), value.trim());
          }
        });
    return members;
  }

  /** The values of a comma-separated option. */
  public List<String> list(String name) {
    return Arrays.stream(text(name).split(","))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .toList();
  }

  public boolean isSet(String name) {
    return !text(name).isEmpty();
  }

  public int number(String name, int min, int max) {
    try {
      int value = Integer.parseInt(text(name));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The error below names the option and its range.
    }
    throw notBetween(name, min, max);
  }

  public double decimal(String name, double min, double max) {
    try {
      double value = Double.parseDouble(text(name));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The error below names the option and its range.
    }
    throw notBetween(name, min, max);
  }

  private ConfigException notBetween(String name, Number min, Number max) {
    return new ConfigException(
        name + " must be a number from " + min + " to " + max + ", was: " + text(name));
  }

  public boolean isTrue(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigException(name + " must be true or false, was: " + text(name));
    };
  }

  /** A time such as 500ms, 2s, 5m, 1h or 30d. */
  public Duration time(String name) {
    return TimeText.parse(text(name))
        .orElseThrow(
            () -> new ConfigException(name + " " + TimeText.RULE + ", was: " + text(name)));
  }
}
