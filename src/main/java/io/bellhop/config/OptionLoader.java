package io.bellhop.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads options: a value of a later source replaces those of earlier ones. For one reading. */
final class OptionLoader {
  private static final String MAX_BODY = "bellhop.http.max-body";

  /** 1 KiB less than the default: encryption may add this much to a body. */
  private static final String MAX_BODY_ENCRYPTED = "1047552";

  private final OptionNames names;
  private final SortedMap<String, String> values;
  private final SortedMap<String, String> places;
  private final SortedMap<String, String> formerNames;
  private final boolean strict;

  /** The latest values by former names, and by current ones; both by the current name. */
  private final Map<String, GivenOption> byFormerName = new HashMap<>();

  private final Map<String, GivenOption> byCurrentName = new HashMap<>();

  /**
   * @param strict whether an unknown option is an error
   */
  private OptionLoader(
      Map<String, String> values,
      SortedMap<String, String> places,
      Map<String, String> formerNames,
      boolean strict) {
    this.names = new OptionNames(values.keySet());
    this.values = new TreeMap<>(values);
    this.places = new TreeMap<>(places);
    this.formerNames = new TreeMap<>(formerNames);
    this.strict = strict;
  }

  /**
   * @param sources in ascending precedence
   * @param more finds defaults that are not in bellhop.properties: those of provider folders
   */
  static Options load(List<OptionSource> sources, Function<Options, Map<String, String>> more) {
    Map<String, String> defaults = defaults();
    // The list of folders is itself an option, and folders bring options with them.
    Options ours = new OptionLoader(defaults, new TreeMap<>(), Map.of(), false).read(sources);
    defaults.putAll(more.apply(ours));
    return new OptionLoader(defaults, new TreeMap<>(), Map.of(), true).read(sources);
  }

  /** The options with some of them replaced. */
  static Options replace(Options options, OptionSource source) {
    return new OptionLoader(options.all(), options.places(), options.formerNames(), true)
        .read(List.of(source));
  }

  private Options read(List<OptionSource> sources) {
    sources.forEach(source -> put(source.options(names).toList()));
    byFormerName.forEach((name, former) -> requireSame(former, byCurrentName.get(name)));
    leaveRoomForEncryption();
    return new Options(values, places, formerNames);
  }

  /** H2 cannot store an encrypted body of the default size. */
  private void leaveRoomForEncryption() {
    boolean encrypts = values.getOrDefault("bellhop.encrypt-records", "").trim().equals("true");
    if (encrypts && !places.containsKey(MAX_BODY)) {
      values.put(MAX_BODY, MAX_BODY_ENCRYPTED);
    }
  }

  /** Reads one source. */
  private void put(List<GivenOption> options) {
    options.forEach(this::put);
    for (GivenOption file : options) {
      String secret = names.secretOf(file.name());
      if (secret != null && !file.value().isBlank()) {
        options.stream()
            .filter(option -> option.name().equals(secret) && !option.value().isBlank())
            .forEach(option -> SecretFile.refuseBoth(file, option));
        values.put(secret, SecretFile.read(file));
        places.put(secret, file.place());
      }
    }
  }

  private void put(GivenOption option) {
    String name = names.current(option.name());
    if (names.isKnown(option, name)) {
      values.put(name, option.value());
      places.put(name, option.place());
      if (name.equals(option.name())) {
        byCurrentName.put(name, option);
      } else {
        byFormerName.put(name, option);
      }
    } else if (strict) {
      throw names.unknown(option);
    }
  }

  /** Bellhop cannot know which of two values counts: no precedence exists between two names. */
  private void requireSame(GivenOption former, GivenOption current) {
    if (strict && current != null && !current.value().trim().equals(former.value().trim())) {
      throw new ConfigException(
          former.name()
              + " is the former name of "
              + current.name()
              + ", and the two have different values: "
              + former.value().trim()
              + ", given "
              + former.place()
              + ", and "
              + current.value().trim()
              + ", given "
              + current.place()
              + "; remove "
              + former.name());
    }
    formerNames.put(former.name(), names.current(former.name()));
  }

  private static Map<String, String> defaults() {
    try (InputStream in = Options.class.getResourceAsStream("/bellhop.properties")) {
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      Map<String, String> map = new TreeMap<>();
      properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
      return map;
    } catch (IOException e) {
      throw new ConfigException(
          "the jar is broken: Bellhop cannot read its bellhop.properties: " + e);
    }
  }
}
