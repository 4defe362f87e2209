package io.bellhop.tool.cli;

import ch.qos.logback.classic.Logger;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.check.Check;
import io.bellhop.tool.scaffold.ProviderAnswers;
import io.bellhop.tool.scaffold.ProviderFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a working provider's folder as a start. */
@Command(
    name = "new-provider",
    description =
        "Writes routes, a mapping and fixtures of a provider, based on a sample of its webhooks,"
            + " and checks them. Asks on a terminal for values that no option gives.",
    mixinStandardHelpOptions = true)
public final class NewProviderCommand implements Callable<Integer> {
  @Parameters(paramLabel = "name", description = "The provider's name, such as acme-rentals.")
  String name;

  @Option(
      names = "--in",
      paramLabel = "<folder>",
      description = "The folder above routes/ and fixtures/; it is created if it does not exist.",
      defaultValue = ".")
  Path in;

  @Mixin ProviderOptions given;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path root = in.normalize();
    ProviderOptions.requireName(name, spec);
    if (RouteFolders.of("", "").folders().stream().map(RouteFolders::name).anyMatch(name::equals)) {
      throw new CommandException(
          "there is a provider "
              + name
              + " already, which this folder would replace: use another name");
    }
    Path routes = root.resolve("routes").resolve(name);
    Path fixtures = root.resolve("fixtures").resolve(name);
    for (Path folder : new Path[] {routes, fixtures}) {
      if (Files.exists(folder)) {
        throw new CommandException(
            "there is something at " + folder + " already: delete it, or use another name");
      }
    }
    ProviderAnswers answers = given.answers(name, spec);
    ProviderFiles made = new ProviderFiles(answers);
    Map<String, String> files = made.all();
    PrintWriter out = spec.commandLine().getOut();
    // It tries the files before it writes them: expected events are a hub's result for the
    // fixtures.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAndStopAllAppenders();
    try (TempFolder folder = TempFolder.make("bellhop-new-provider")) {
      Path trial = folder.path();
      write(files, trial);
      ByteArrayOutputStream found = new ByteArrayOutputStream();
      boolean fits =
          Check.folder(trial, true, new PrintStream(found, true, StandardCharsets.UTF_8)).run();
      copy(trial, root, out);
      if (!fits) {
        String text = found.toString(StandardCharsets.UTF_8);
        out.println("It needs your edits: bellhop check " + in + " says about it");
        text.lines()
            .filter(line -> !line.startsWith("wrote"))
            .forEach(line -> out.println("  " + line.replace(trial.toString(), in.toString())));
        return 1;
      }
    }
    next(made, out);
    return 0;
  }

  private void next(ProviderFiles made, PrintWriter out) {
    if (!made.missing().isEmpty()) {
      out.println(
          "The sample shows no " + String.join(", ", made.missing()) + ": see the mapping.");
    }
    out.println(
        "Bellhop replaced names, addresses and numbers of guests by invented ones; check"
            + " that it found all.");
    out.println("Next: read the mapping, then what it makes in reservation.expected.json.");
    out.println("      bellhop check " + in + "            compares, and --update rewrites");
    out.println(
        "      BELLHOP_ROUTES_EXTRA="
            + in.resolve("routes")
            + " bellhop serve --dev     serves it");
  }

  private static void write(Map<String, String> files, Path folder) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private static void copy(Path trial, Path root, PrintWriter out) throws IOException {
    try (Stream<Path> tree = Files.walk(trial)) {
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        Path target = root.resolve(trial.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
        out.println("wrote " + target);
      }
    }
  }
}
