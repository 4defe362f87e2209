package io.bellhop.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A properties file of options with their descriptions: a comment describes the option below it, a
 * comment that begins with {@code ## } is a section's title, and a comment before an empty line
 * introduces the section.
 *
 * @param title of a section; empty for what stands before the first one
 * @param introduction in Markdown; empty if there is none
 */
record OptionsFile(String title, String introduction, List<Option> options) {
  /** The description is in Markdown, on one line. */
  record Option(String name, String value, String description) {}

  private static final String TITLE = "## ";
  private static final Pattern CODE =
      Pattern.compile("(?<!\\S)(bellhop\\.\\S*?|\\S*<\\w+>\\S*?)([.,;:]*)(?!\\S)");

  static List<OptionsFile> sections(Path file) throws IOException {
    List<OptionsFile> sections = new ArrayList<>();
    String title = "";
    String introduction = "";
    List<Option> options = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    // A backslash at the end of a line continues it.
    String text = Files.readString(file).replaceAll("\\\\\n\\s*", "");
    for (String line : text.lines().toList()) {
      if (line.startsWith(TITLE)) {
        sections.add(new OptionsFile(title, introduction, options));
        title = line.substring(TITLE.length());
        introduction = "";
        options = new ArrayList<>();
        comment.clear();
      } else if (line.startsWith("#")) {
        comment.add(line.replaceFirst("^# ?", ""));
      } else if (line.isBlank()) {
        if (!comment.isEmpty()) {
          introduction = markdown(String.join("\n", comment));
          comment.clear();
        }
      } else {
        int equals = line.indexOf('=');
        options.add(
            new Option(
                line.substring(0, equals),
                line.substring(equals + 1),
                markdown(String.join(" ", comment))));
        comment.clear();
      }
    }
    sections.add(new OptionsFile(title, introduction, options));
    return sections;
  }

  /** The options of a file by name; none if the file does not exist. */
  static Map<String, String> defaults(Path file) throws IOException {
    Map<String, String> defaults = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (OptionsFile section : sections(file)) {
        section.options().forEach(option -> defaults.put(option.name(), option.value()));
      }
    }
    return defaults;
  }

  String table() {
    StringBuilder table = new StringBuilder("| option | default | meaning |\n|---|---|---|\n");
    for (Option option : options) {
      String value = option.value().isEmpty() ? "" : "`" + option.value() + "`";
      table.append("| `%s` | %s | %s |\n".formatted(option.name(), value, option.description()));
    }
    return table.toString();
  }

  private static String markdown(String comment) {
    StringBuilder text = new StringBuilder();
    for (String line : comment.split("\n", -1)) {
      boolean code = line.startsWith("    ");
      text.append(text.isEmpty() ? "" : "\n").append(code ? line : inline(line));
    }
    return text.toString();
  }

  /** Marks names of options and words with a placeholder as code. */
  private static String inline(String line) {
    return CODE.matcher(line).replaceAll("`$1`$2").replace("sinks.md", "[sinks.md](sinks.md)");
  }
}
