package io.bellhop.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The valid names of options: those with a default, members of families, former names. */
final class OptionNames {
  static final String PREFIX = "bellhop.";

  private static final String VARIABLE_PREFIX = "BELLHOP_";

  /** Variables that look like options, but belong to other commands and scripts. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "BELLHOP_JAR",
          "BELLHOP_URL",
          "BELLHOP_WEBHOOK_SECRET",
          "BELLHOP_SEND_SECRET",
          "BELLHOP_SEND_USERNAME",
          "BELLHOP_SEND_PASSWORD",
          "BELLHOP_SEND_HEADER_VALUE",
          "BELLHOP_FROM_PASSWORD",
          "BELLHOP_TO_PASSWORD");

  /** The operator chooses the last part of these names. */
  private static final List<String> FAMILIES = List.of("bellhop.sinks.");

  private static final Pattern MEMBER = Pattern.compile("[a-z0-9-]{1,40}");

  /** Former names, which keep older configurations working. */
  private static final Map<String, String> FORMER =
      Map.of(
          "bellhop.inbox.idle", "bellhop.inbox.poll-interval",
          "bellhop.inbox.tries", "bellhop.inbox.max-attempts",
          "bellhop.delivery.idle", "bellhop.delivery.poll-interval",
          "bellhop.delivery.patience", "bellhop.delivery.disable-after",
          "bellhop.delivery.rotation", "bellhop.delivery.secret-rotation-grace",
          "bellhop.silence.interval", "bellhop.inactivity.interval",
          "bellhop.silence.factor", "bellhop.inactivity.factor",
          "bellhop.silence.least", "bellhop.inactivity.min-missed",
          "bellhop.retention.every", "bellhop.retention.purge-interval");

  private final Set<String> withDefault;
  private final Map<String, String> byVariable = new HashMap<>();

  OptionNames(Set<String> withDefault) {
    this.withDefault = Set.copyOf(withDefault);
    FORMER.keySet().forEach(name -> byVariable.put(variable(name), name));
    // A provider's folder may declare an option with a former name of Bellhop's own.
    withDefault.forEach(name -> byVariable.put(variable(name), name));
  }

  /** All names but those of families, whose members cannot be listed. */
  Set<String> all() {
    Set<String> all = new TreeSet<>(withDefault);
    all.addAll(FORMER.keySet());
    return all;
  }

  /** The secret that an option reads from a file; null if the option names no such file. */
  String secretOf(String name) {
    String secret =
        name.endsWith(SecretFile.SUFFIX)
            ? name.substring(0, name.length() - SecretFile.SUFFIX.length())
            : "";
    return withDefault.contains(name) && withDefault.contains(secret) ? secret : null;
  }

  /** The current name of an option. */
  String current(String name) {
    return withDefault.contains(name) ? name : FORMER.getOrDefault(name, name);
  }

  /**
   * Whether an option of this name exists.
   *
   * @throws ConfigException if the name cannot be a member of its family; without the value, which
   *     may hold secrets
   */
  boolean isKnown(GivenOption option, String name) {
    Optional<String> family = FAMILIES.stream().filter(name::startsWith).findFirst();
    if (family.isEmpty()) {
      return withDefault.contains(name);
    }
    if (!MEMBER.matcher(name.substring(family.get().length())).matches()) {
      throw new ConfigException(
          name
              + ", given "
              + option.place()
              + ": a name has 1 to 40 lower-case letters, digits and hyphens");
    }
    if (option.value().isBlank()) {
      throw new ConfigException(
          name + ", given " + option.place() + ", is empty: set it or leave it out");
    }
    return true;
  }

  ConfigException unknown(GivenOption option) {
    Set<String> known = all();
    FAMILIES.forEach(family -> known.add(family + "<name>"));
    return new ConfigException(
        "unknown option "
            + option.name()
            + ", given "
            + option.place()
            + "; did you mean "
            + current(Suggestions.sorted(option.name(), known).get(0))
            + "? docs/configuration.md and bellhop.properties inside the jar list all options.");
  }

  /** Whether an environment variable looks like an option of a hub. */
  static boolean isVariable(String variable) {
    return variable.startsWith(VARIABLE_PREFIX) && !NOT_OURS.contains(variable);
  }

  /** The option of a variable, or the name that it would have. */
  String ofVariable(String variable) {
    String known = byVariable.get(variable);
    if (known != null) {
      return known;
    }
    for (String family : FAMILIES) {
      if (variable.startsWith(variable(family))) {
        String member = variable.substring(family.length());
        return family + member.toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
    return PREFIX
        + variable.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
