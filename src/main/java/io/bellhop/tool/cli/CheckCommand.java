package io.bellhop.tool.cli;

import ch.qos.logback.classic.Logger;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.check.Check;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Reports faults in route files, and differences between the events of fixtures and the expected
 * ones.
 */
@Command(
    name = "check",
    description =
        "Checks route files and runs their fixtures; says what is wrong and what to write.",
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "folder",
      description =
          "A folder with folders of providers, or one above routes/ and fixtures/."
              + " Default: everything that serve would load.")
  Path folder;

  @Option(
      names = "--update",
      description =
          "Write the events of the fixtures into expected.json instead of comparing them.")
  boolean update;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (update && folder == null) {
      throw new ParameterException(
          spec.commandLine(), "--update writes files: name the folder, as in check . --update");
    }
    // What a fixture does wrong is a finding; the log would repeat it in other words in between.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAndStopAllAppenders();
    Check check =
        folder == null
            ? Check.all(
                StandaloneServer.options(System.getProperties(), System.getenv()), System.out)
            : Check.folder(folder, update, System.out);
    return check.run() ? 0 : 1;
  }
}
