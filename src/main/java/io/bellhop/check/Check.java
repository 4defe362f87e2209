package io.bellhop.check;

import io.bellhop.Hub;
import io.bellhop.Server;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.fixture.FixtureFolder;
import io.bellhop.fixture.HubClient;
import io.bellhop.routes.RouteFolders;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Checks route folders: their files, then what their fixtures make in a hub of its own. */
public final class Check {
  private final PrintStream out;
  private final Target target;
  private final boolean update;

  private Check(PrintStream out, Target target, boolean update) {
    this.out = out;
    this.target = target;
    this.update = update;
  }

  /** All that a hub with these options would serve. */
  public static Check all(Options inForce, PrintStream out) {
    return new Check(out, Target.all(inForce), false);
  }

  /**
   * @param update whether expected events are written instead of compared
   * @throws ConfigException if there are no routes in the folder
   */
  public static Check folder(Path folder, boolean update, PrintStream out) {
    return new Check(out, Target.folder(folder), update);
  }

  /**
   * Says what it finds, line by line.
   *
   * @return whether it found nothing
   */
  public boolean run() throws Exception {
    RouteFolders folders = target.folders();
    RouteFiles read = new RouteFiles(folders.folders());
    Routes routes = read.routes(target.options());
    List<Finding> all = new StaticCheck(Hub.BEANS).look(read, routes, target::covers);
    FixtureRule fixtures = new FixtureRule(target.providers(), jar(), update);
    // What is wrong elsewhere is the folder's doing: alone the jar is good.
    List<Finding> findings =
        new ArrayList<>(
            all.stream().filter(f -> target.covers(f.file()) || !f.harmless()).toList());
    findings.addAll(fixtures.findings());
    boolean loads = all.stream().allMatch(Finding::harmless);
    if (loads) {
      findings.addAll(run(folders, routes, fixtures.fixtures()));
    }
    findings.forEach(out::println);
    long files = folders.routes().stream().filter(target::covers).count();
    long bodies = fixtures.fixtures().stream().mapToLong(folder -> folder.events().size()).sum();
    out.println(
        count(files, "file")
            + ", "
            + count(bodies, "fixture")
            + ": "
            + (findings.isEmpty() ? "no findings" : count(findings.size(), "finding"))
            + (loads ? "" : "; the fixtures were not run"));
    return findings.isEmpty();
  }

  private List<Finding> run(RouteFolders folders, Routes routes, List<FixtureFolder> fixtures)
      throws Exception {
    String key = "check-" + UUID.randomUUID();
    try (Server server = Server.start(target.options().with(temporary(key)))) {
      return new FixtureRun(
              new HubClient(server.url(), key), folders, new Expectations(update, out))
          .run(fixtures);
    } catch (ConfigException e) {
      return List.of(LoadFinding.of(e, routes, folders.folders().get(0).getParent()));
    }
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** Where the jar's fixtures are: beside its routes. */
  private static Path jar() {
    return RouteFolders.of("", "").folders().get(0).getParent().resolveSibling("fixtures");
  }

  private static Map<String, String> temporary(String key) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    Map<String, String> options = new HashMap<>();
    options.put("bellhop.http.port", "0");
    options.put("bellhop.management.port", "0");
    options.put("bellhop.api-key", key);
    options.put("bellhop.secret-key", Base64.getEncoder().encodeToString(secret));
    options.put("bellhop.db.url", "jdbc:h2:mem:" + key);
    // What fails will not get better: the fixtures answer the same each time.
    options.put("bellhop.inbox.tries", "2");
    options.put("bellhop.inbox.retry-first", "100ms");
    options.put("bellhop.provider.read-again", "200ms");
    options.put("bellhop.provider.probe-first", "100ms");
    return options;
  }
}
