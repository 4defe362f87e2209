package io.bellhop.tool.cli;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.runtime.LogFormat;
import io.bellhop.runtime.SmallMemory;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.bench.WarmUp;
import io.bellhop.tool.check.StaticCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves until it is stopped. */
@Command(
    name = "serve",
    description = "Runs the hub until it is stopped (the default).",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = "--dev",
      description = "Load route files as you save them. For development, not for production.")
  boolean dev;

  /** The exit code of the process after a clean stop. */
  private final AtomicInteger exitCode = new AtomicInteger();

  /** Null until it has started. */
  private final AtomicReference<StandaloneServer> started = new AtomicReference<>();

  @Override
  public Integer call() throws Exception {
    Thread stop = new Thread(this::stop, "bellhop-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return serve();
    } catch (Exception e) {
      if (started.get() == null) {
        forget(stop);
      }
      throw e;
    }
  }

  private int serve() throws Exception {
    Options options = StandaloneServer.options(System.getProperties(), System.getenv());
    List<String> warnings;
    try {
      LogFormat.apply(options);
      warnings = StaticCheck.require(options);
      started.set(StandaloneServer.start(options));
    } catch (ConfigException e) {
      throw options.placed(e);
    }
    StandaloneServer server = started.get();
    // Not before: a failed start prints one line, and nothing else.
    VisibleSecrets.warning(options.secrets()).ifPresent(LOG::warn);
    warnings.forEach(LOG::warn);
    server
        .hub()
        .newApiKey()
        .ifPresent(key -> System.out.println("API key, shown only this once: " + key));
    if (dev) {
      System.out.println(reload(server.hub().reload(StaticCheck.whileServing(options))));
    }
    WarmUp.run(options.time("bellhop.warm-up"));
    SmallMemory.shrink();
    if (!server.api().equals(server.url())) {
      System.out.println("API and console: " + server.api());
    }
    System.out.println("bellhop ready: " + server.url());
    System.err.println("bellhop: it stops: " + server.hub().failure().get());
    exitCode.set(1);
    return 1;
  }

  private static String reload(List<Path> folders) {
    return folders.isEmpty()
        ? "--dev has nothing to watch: the routes inside the jar cannot change. Set"
            + " bellhop.routes.extra (BELLHOP_ROUTES_EXTRA) or bellhop.routes to a folder."
        : "--dev applies what is saved in "
            + folders.stream().map(Path::toString).collect(Collectors.joining(" and "));
  }

  /**
   * Runs when the process ends. A stop that finishes its work is a success; the JVM itself would
   * exit with 143. A start has no work to finish, because all accepted webhooks are on disk.
   */
  private void stop() {
    int code = exitCode.get();
    try {
      if (started.get() != null) {
        started.get().close();
      }
    } catch (Exception e) {
      System.err.println("bellhop: the stop was not clean: " + e);
      code = 1;
    }
    Runtime.getRuntime().halt(code);
  }

  /** A start that fails has an exit code of its own. */
  private static void forget(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // A signal came first: the hook is ending the process.
    }
  }
}
