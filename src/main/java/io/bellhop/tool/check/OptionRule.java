package io.bellhop.tool.check;

import io.bellhop.config.FileErrors;
import io.bellhop.config.PropertiesText;
import io.bellhop.config.Suggestions;
import io.bellhop.routes.RouteFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A route reads each option that a folder declares, and its name begins with the provider's. */
final class OptionRule implements Rule {
  private static final String FILE = "options.properties";

  /** The options of a folder that the hub itself reads, after {@code bellhop.<provider>.}. */
  private static final Set<String> HUB = Set.of("manual-set-up", "record-types");

  /** With these, if a customer can authorize Bellhop on a page of the provider's, by connectUrl. */
  private static final Set<String> CONNECT =
      Set.of("client-id", "client-secret", "client-secret.file");

  private static final Pattern READ = Pattern.compile("\\{\\{(bellhop\\.[A-Za-z0-9._-]+)");

  @Override
  public boolean needsWholeFolder() {
    return true;
  }

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    for (Path folder : routes.folders()) {
      Path file = folder.resolve(FILE);
      if (Files.isRegularFile(file)) {
        look(file, RouteFolders.name(folder), routes, findings);
      }
    }
    return findings;
  }

  private static void look(Path file, String folder, Routes routes, List<Finding> findings) {
    PropertiesText options;
    try {
      options = PropertiesText.of(file);
    } catch (IOException e) {
      findings.add(new Finding(file, 0, FileErrors.of(file.getFileName().toString(), e), ""));
      return;
    } catch (IllegalArgumentException e) {
      findings.add(new Finding(file, 0, "Bellhop cannot read it: " + e.getMessage(), ""));
      return;
    }
    String text = options.text();
    Properties declared = options.properties();
    String prefix = "bellhop." + folder + ".";
    Set<String> read = read(folder, routes);
    HUB.forEach(name -> read.add(prefix + name));
    boolean connects = connects(folder, routes);
    if (connects) {
      CONNECT.forEach(name -> read.add(prefix + name));
    }
    for (String name : new TreeSet<>(declared.stringPropertyNames())) {
      if (!name.startsWith(prefix) && !folder.equals(RouteFolders.SHARED)) {
        findings.add(
            new Finding(
                    file,
                    line(text, name),
                    "the option " + name + " lacks its provider's prefix",
                    "begin it with " + prefix)
                .butHarmless());
      } else if (!connects
          && name.startsWith(prefix)
          && CONNECT.contains(name.substring(prefix.length()))) {
        findings.add(
            new Finding(
                    file,
                    line(text, name),
                    "nothing uses the option " + name + ": no bellhop-api here has a connectUrl",
                    "add connectUrl and connectTokenUrl to it, or leave the option out")
                .butHarmless());
      } else if (!read.contains(name)) {
        Optional<String> near = Suggestions.question(name, read);
        findings.add(
            new Finding(
                    file,
                    line(text, name),
                    "no route reads the option " + name,
                    near.orElse("write it into a route as {{" + name + "}}, or leave it out"))
                .butHarmless());
      }
    }
  }

  private static boolean connects(String folder, Routes routes) {
    return routes.templatedRoutes().stream()
        .anyMatch(
            use ->
                use.file().folder().equals(folder)
                    && use.template().equals("bellhop-api")
                    && !use.value("connectUrl").isEmpty());
  }

  private static Set<String> read(String folder, Routes routes) {
    Set<String> read = new TreeSet<>();
    for (Routes.Use use : routes.uses()) {
      if (use.file().folder().equals(folder)) {
        Matcher matcher = READ.matcher(use.value().text());
        while (matcher.find()) {
          read.add(matcher.group(1));
        }
      }
    }
    for (JavaFile file : routes.javaFiles(folder)) {
      READ.matcher(file.text()).results().forEach(option -> read.add(option.group(1)));
    }
    return read;
  }

  private static int line(String text, String name) {
    Matcher at =
        Pattern.compile("^\\s*" + Pattern.quote(name) + "\\s*[=: ]", Pattern.MULTILINE)
            .matcher(text);
    return at.find()
        ? (int) text.substring(0, at.end()).chars().filter(c -> c == '\n').count() + 1
        : 0;
  }
}
