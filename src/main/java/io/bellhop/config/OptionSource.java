package io.bellhop.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A source of options: a file, the environment, system properties, a host, code. */
interface OptionSource {
  /** The options of the source, known or not. */
  Stream<GivenOption> options(OptionNames names);

  /**
   * @throws ConfigException if Bellhop cannot read the file
   */
  static OptionSource file(Path file) {
    Properties properties;
    try {
      properties = PropertiesText.of(file).properties();
    } catch (IOException e) {
      throw new ConfigException("bellhop.config: " + FileErrors.of(file.toString(), e));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "bellhop.config: "
              + file
              + ": after a backslash and u there must be four hexadecimal digits; write"
              + " \\\\ for a backslash");
    }
    return names ->
        properties.stringPropertyNames().stream()
            .map(name -> new GivenOption(name, properties.getProperty(name), "in " + file));
  }

  static OptionSource environment(Map<String, String> environment) {
    return names ->
        environment.entrySet().stream()
            .filter(variable -> OptionNames.isVariable(variable.getKey()))
            .map(
                variable ->
                    new GivenOption(
                        names.ofVariable(variable.getKey()),
                        variable.getValue(),
                        "in the environment as " + variable.getKey()));
  }

  static OptionSource system(Properties system) {
    List<String> ours =
        system.stringPropertyNames().stream()
            .filter(name -> name.startsWith(OptionNames.PREFIX))
            .toList();
    return names ->
        ours.stream().map(name -> new GivenOption(name, system.getProperty(name), "as -D" + name));
  }

  /** A host may have options that it cannot list, so this asks it for every known name. */
  static OptionSource host(Options.Given given) {
    return names -> {
      Set<String> asked = new TreeSet<>(names.all());
      asked.addAll(given.names());
      return asked.stream()
          .filter(name -> given.value(name) != null)
          .map(
              name ->
                  new GivenOption(name, given.value(name), "as a property of the Camel context"));
    };
  }

  static OptionSource code(Map<String, String> options) {
    return names ->
        options.entrySet().stream()
            .map(option -> new GivenOption(option.getKey(), option.getValue(), "in code"));
  }
}
