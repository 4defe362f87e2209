package io.bellhop.cli;

import io.bellhop.Server;
import io.bellhop.config.Options;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Serves until it is told to stop. */
@Command(
    name = "serve",
    description = "Takes webhooks and makes events of them until it is stopped (the default).",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Options options = Server.options(System.getProperties(), System.getenv());
    Server server = Server.start(options);
    server
        .hub()
        .newApiKey()
        .ifPresent(key -> System.out.println("API key, shown only this once: " + key));
    stopAtSignal(server);
    System.out.println("bellhop ready: " + server.url());
    new CountDownLatch(1).await();
    return 0;
  }

  /** A stop that finishes its work is a success; the JVM itself would exit with 143. */
  static void stopAtSignal(Server server) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  int code = 0;
                  try {
                    server.close();
                  } catch (Exception e) {
                    System.err.println("bellhop: the stop was not clean: " + e);
                    code = 1;
                  }
                  Runtime.getRuntime().halt(code);
                },
                "bellhop-stop"));
  }
}
