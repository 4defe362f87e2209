package io.bellhop.tool.cli;

import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.demo.Demo;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the hub does, with nothing but this jar. */
@Command(
    name = "demo",
    description =
        "Plays the webhooks of all providers to a hub on a temporary database, by the demo.yaml in their"
            + " folders, and checks the result.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final String EXTRA = "bellhop.routes.extra";

  @Option(names = "--keep", description = "Leave the hub running, and say how to try it.")
  boolean keep;

  @Override
  public Integer call() throws Exception {
    try (TempFolder folder = TempFolder.make("bellhop-demo-")) {
      return play(folder.path());
    }
  }

  private int play(Path folder) throws Exception {
    String key = "demo-" + UUID.randomUUID();
    Properties options = new Properties();
    options.put("bellhop.http.port", "0");
    options.put("bellhop.management.port", "0");
    options.put("bellhop.api-key", key);
    options.put("bellhop.data", folder.toString());
    options.put("bellhop.provider.allow-private", "true");
    options.put("bellhop.db.url", "jdbc:h2:file:" + folder.resolve("demo"));
    // The demo's APIs are never behind their webhooks, so there is no record to wait for.
    options.put("bellhop.provider.read-again", "2s");
    // Invented bookings are not one calendar.
    options.put("bellhop.calendar.conflicts", "false");
    options.put(EXTRA, extra());
    // No other options: the demo must show the same whatever is set for a real hub.
    Options all = StandaloneServer.options(options, Map.of());
    RouteFolders folders = RouteFolders.of(all);
    try (StandaloneServer server = StandaloneServer.start(all);
        Demo demo = new Demo(System.out, server.url(), server.management(), key, folders)) {
      boolean right = demo.run();
      if (keep) {
        System.out.println(demo.hint());
        System.out.println("bellhop ready: " + server.url());
        new CountDownLatch(1).await();
      }
      return right ? 0 : 1;
    }
  }

  /**
   * Added providers are played too if they have a script; the option is where a hub would find it.
   */
  private static String extra() {
    String variable = EXTRA.toUpperCase(Locale.ROOT).replace('.', '_');
    String fromEnvironment = System.getenv().getOrDefault(variable, "");
    return System.getProperty(EXTRA, fromEnvironment);
  }
}
