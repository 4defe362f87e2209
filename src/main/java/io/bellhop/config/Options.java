package io.bellhop.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/**
 * The options in force. Immutable; a value is checked when it is read, and a bad one names itself.
 */
public final class Options {
  private static final String PREFIX = "bellhop.";

  /** Variables that start like an option, and belong to other commands and scripts around us. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "BELLHOP_JAR",
          "BELLHOP_URL",
          "BELLHOP_WEBHOOK_SECRET",
          "BELLHOP_SEND_SECRET",
          "BELLHOP_SEND_USERNAME",
          "BELLHOP_SEND_PASSWORD",
          "BELLHOP_SEND_HEADER_VALUE");

  /** What stands behind one of these is a name that whoever sets it has chosen. */
  private static final List<String> FAMILIES = List.of("bellhop.sinks.");

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  private final Map<String, String> values;
  private final SortedSet<String> given;

  private Options(Map<String, String> values, SortedSet<String> given) {
    this.values = values;
    this.given = given;
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
    // Which folders there are is itself an option, and folders bring options with them.
    Options ours = load(system, environment, defaults(), false);
    Map<String, String> values = defaults();
    values.putAll(more.apply(ours));
    return load(system, environment, values, true);
  }

  private static Options load(
      Properties system,
      Map<String, String> environment,
      Map<String, String> values,
      boolean strict) {
    SortedSet<String> given = new TreeSet<>();
    Map<String, String> byVariable = new TreeMap<>();
    values.keySet().forEach(name -> byVariable.put(variable(name), name));

    String file =
        system.getProperty("bellhop.config", environment.getOrDefault("BELLHOP_CONFIG", ""));
    if (!file.isBlank()) {
      read(Path.of(file))
          .forEach(
              (name, value) ->
                  put(values, given, name.toString(), value.toString(), "in " + file, strict));
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("BELLHOP_") && !NOT_OURS.contains(name)) {
            String option = byVariable.getOrDefault(name, member(name));
            if (option == null && strict) {
              throw unknown(
                  PREFIX + name.substring(8).toLowerCase(Locale.ROOT).replace('_', '.'),
                  "in the environment as " + name,
                  values.keySet());
            }
            if (option != null) {
              put(values, given, option, value, "in the environment as " + name, strict);
            }
          }
        });
    system.stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(
            name -> put(values, given, name, system.getProperty(name), "as -D" + name, strict));
    return new Options(values, given);
  }

  /** Where a host application keeps options. */
  public interface Given {
    /** The options that can be listed; there may be more. */
    Set<String> names();

    /** The value of an option; null if it is not set. */
    String value(String name);
  }

  /**
   * Reads the options that a host application gives before defaults.
   *
   * @param more finds defaults that are not in bellhop.properties: those of provider folders
   * @throws ConfigException for an option that does not exist
   */
  public static Options of(Given given, Function<Options, Map<String, String>> more) {
    Options ours = of(given, defaults(), false);
    Map<String, String> values = defaults();
    values.putAll(more.apply(ours));
    return of(given, values, true);
  }

  private static Options of(Given given, Map<String, String> values, boolean strict) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(given.names());
    SortedSet<String> set = new TreeSet<>();
    for (String name : names) {
      String value = given.value(name);
      if (value != null) {
        put(values, set, name, value, "as a property of the Camel context", strict);
      }
    }
    return new Options(values, set);
  }

  /** The options with some replaced, for tests and the demo. */
  public Options with(Map<String, String> replaced) {
    Map<String, String> all = new TreeMap<>(values);
    SortedSet<String> set = new TreeSet<>(given);
    replaced.forEach((name, value) -> put(all, set, name, value, "given in code", true));
    return new Options(all, set);
  }

  /** The names of those that someone has set. */
  public SortedSet<String> given() {
    return given;
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
   * A family of options, such as {@code bellhop.sinks.}: what stands behind it, and its value.
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

  /** What stands between commas. */
  public List<String> list(String name) {
    return Arrays.stream(text(name).split(","))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .toList();
  }

  public boolean isSet(String name) {
    return !text(name).isEmpty();
  }

  public int number(String name, int least, int most) {
    try {
      int value = Integer.parseInt(text(name));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // the message below says it
    }
    throw new ConfigException(
        name + " must be a number from " + least + " to " + most + ", was: " + text(name));
  }

  public double decimal(String name, double least, double most) {
    try {
      double value = Double.parseDouble(text(name));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // the message below says it
    }
    throw new ConfigException(
        name + " must be a number from " + least + " to " + most + ", was: " + text(name));
  }

  public boolean yes(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigException(name + " must be true or false, was: " + text(name));
    };
  }

  /** A time such as 500ms, 2s, 5m, 1h or 30d. */
  public Duration time(String name) {
    // Camel's parser makes something of anything: of an empty text, for one, no time at all.
    if (text(name).matches("[0-9]{1,9}(ms|s|m|h|d)?")) {
      return Duration.ofMillis(TimeUtils.toMilliSeconds(text(name)));
    }
    throw new ConfigException(
        name + " must be a time such as 500ms, 2s, 5m or 30d, was: " + text(name));
  }

  private static void put(
      Map<String, String> values,
      Set<String> given,
      String name,
      String value,
      String place,
      boolean strict) {
    String family = familyOf(name);
    if (family != null) {
      check(family, name, value, place);
      values.put(name, value);
      given.add(name);
    } else if (values.containsKey(name)) {
      values.put(name, value);
      given.add(name);
    } else if (strict) {
      Set<String> known = new TreeSet<>(values.keySet());
      FAMILIES.forEach(prefix -> known.add(prefix + "<name>"));
      throw unknown(name, place, known);
    }
  }

  /** The value is not shown: it may hold secrets. */
  private static void check(String family, String name, String value, String place) {
    if (!NAME.matcher(name.substring(family.length())).matches()) {
      throw new ConfigException(
          name + ", given " + place + ": a name is 1 to 40 small letters, digits and hyphens");
    }
    if (value.isBlank()) {
      throw new ConfigException(name + ", given " + place + ", is empty: set it or leave it out");
    }
  }

  private static String familyOf(String name) {
    return FAMILIES.stream().filter(name::startsWith).findFirst().orElse(null);
  }

  /** The member of a family that a variable names; null if it names none. */
  private static String member(String variable) {
    return FAMILIES.stream()
        .filter(family -> variable.startsWith(variable(family)))
        .map(family -> family + name(variable.substring(family.length())))
        .findFirst()
        .orElse(null);
  }

  private static String name(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ConfigException unknown(String name, String place, Collection<String> known) {
    String near = EditDistance.nearest(name, known).orElseThrow();
    return new ConfigException(
        "unknown option "
            + name
            + ", given "
            + place
            + "; did you mean "
            + near
            + "? docs/configuration.md and bellhop.properties inside the jar list all options.");
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Properties read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      Properties properties = new Properties();
      properties.load(reader);
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException("bellhop.config: cannot read " + file + ": " + e);
    }
  }

  private static Map<String, String> defaults() {
    try (InputStream in = Options.class.getResourceAsStream("/bellhop.properties")) {
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      Map<String, String> map = new TreeMap<>();
      new TreeSet<>(properties.stringPropertyNames())
          .forEach(name -> map.put(name, properties.getProperty(name)));
      return map;
    } catch (IOException e) {
      throw new ConfigException("the jar is broken: bellhop.properties cannot be read: " + e);
    }
  }
}
