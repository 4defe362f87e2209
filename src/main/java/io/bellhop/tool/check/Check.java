package io.bellhop.tool.check;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.crypto.Secrets;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.jslt.JsltLanguage;
import io.bellhop.runtime.Hub;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.HubClient;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Checks route folders: their files, then the events of their fixtures in a separate hub. */
public final class Check {
  private final PrintStream out;
  private final CheckTarget target;
  private final boolean update;
  private final List<String> notes = new ArrayList<>();

  private Check(PrintStream out, CheckTarget target, boolean update) {
    this.out = out;
    this.target = target;
    this.update = update;
  }

  /** Checks everything that a hub with these options would serve. */
  public static Check all(Options inForce, PrintStream out) {
    return new Check(out, CheckTarget.all(inForce), false);
  }

  /**
   * @param update whether to write expected events instead of comparing them
   * @throws ConfigException if there are no routes in the folder
   */
  public static Check folder(Path folder, boolean update, PrintStream out) {
    return new Check(out, CheckTarget.folder(folder), update);
  }

  /**
   * Reports its findings, one per line.
   *
   * @return whether it found nothing
   */
  public boolean run() throws Exception {
    RouteFolders folders = target.folders();
    RouteFiles read = new RouteFiles(folders.folders());
    Routes routes = read.routes(target.options());
    List<Finding> all = new StaticCheck(Hub.BEANS).look(read, routes, target::covers);
    FixtureRule fixtures = new FixtureRule(target.providers(), jar(), update);
    // The folder also causes findings elsewhere, because the jar itself is valid.
    List<Finding> findings =
        new ArrayList<>(
            all.stream().filter(f -> target.covers(f.file()) || !f.harmless()).toList());
    findings.addAll(fixtures.findings());
    Set<String> broken = broken(all);
    findings.addAll(play(routes, fixtures.fixtures(), broken));
    findings.forEach(out::println);
    fixtures.hints(routes).forEach(hint -> out.println("hint: " + hint));
    if (target.folder() != null) {
      // Notes interest the author of a folder, but not a check of everything that is served.
      notes.forEach(note -> out.println("note: " + note));
    }
    out.println(summary(folders, fixtures.fixtures(), findings, broken));
    return findings.isEmpty();
  }

  /** The folders that a hub cannot serve. */
  private Set<String> broken(List<Finding> all) {
    Set<String> broken = new TreeSet<>();
    all.stream().filter(f -> !f.harmless()).forEach(f -> broken.add(folder(f.file())));
    return broken;
  }

  /** The name of a file's folder; that of the shared folder if it is in none. */
  private String folder(Path file) {
    return target.folders().folders().stream()
        .filter(file::startsWith)
        .findFirst()
        .map(RouteFolders::name)
        .orElse(RouteFolders.SHARED);
  }

  /**
   * Runs the fixtures. Camel refuses some routes only when it creates them: the check then omits
   * their folder, and tries the others without it.
   */
  private List<Finding> play(Routes routes, List<FixtureFolder> fixtures, Set<String> broken)
      throws Exception {
    List<Finding> findings = new ArrayList<>();
    while (!broken.contains(RouteFolders.SHARED)) {
      List<FixtureFolder> whole =
          fixtures.stream().filter(folder -> !broken.contains(folder.provider())).toList();
      if (whole.isEmpty()) {
        return findings;
      }
      String key = "check-" + UUID.randomUUID();
      try (StandaloneServer server =
          StandaloneServer.start(target.options().with(temporary(key, broken)))) {
        // Bodies are invented here, so quoting them helps and shows no real person.
        JsltLanguage mappings = (JsltLanguage) server.context().resolveLanguage("jslt");
        mappings.quotePayloads();
        CheckHub stage =
            new CheckHub(
                new HubClient(server.url(), key), target.folders(), new Expectations(update, out));
        mappings.watch(stage.coverage().reads());
        findings.addAll(new FixtureRun(stage).run(whole));
        findings.addAll(new SyncFixtureRun(stage).run(whole));
        findings.addAll(new RegistrationFixtureRun(stage).run(whole));
        // Last: messages that wait for an API without an answer keep waiting.
        findings.addAll(new FaultFixtureRun(stage).run(whole));
        findings.addAll(stage.unusedReasons());
        notes.addAll(stage.coverage().of(stage, routes, server.context(), whole));
        return findings;
      } catch (ConfigException e) {
        Path fallback = target.folders().folders().get(0).getParent();
        Finding refused = LoadFinding.of(e, routes, fallback);
        findings.add(refused);
        if (!broken.add(folder(refused.file()))) {
          return findings;
        }
      }
    }
    return findings;
  }

  private String summary(
      RouteFolders folders,
      List<FixtureFolder> fixtures,
      List<Finding> findings,
      Set<String> broken) {
    long files = folders.routes().stream().filter(target::covers).count();
    long bodies = fixtures.stream().mapToLong(FixtureRule::bodies).sum();
    List<String> left =
        fixtures.stream()
            .map(FixtureFolder::provider)
            .filter(name -> broken.contains(name) || broken.contains(RouteFolders.SHARED))
            .toList();
    String which =
        left.size() == fixtures.size()
            ? "the fixtures"
            : "the fixtures of " + String.join(", ", left);
    return count(files, "file")
        + ", "
        + count(bodies, "fixture")
        + ": "
        + (findings.isEmpty() ? "no findings" : count(findings.size(), "finding"))
        + (left.isEmpty() ? "" : "; " + which + " were not run");
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** Where the jar's fixtures are: beside its routes. */
  private static Path jar() {
    return RouteFolders.of("", "").folders().get(0).getParent().resolveSibling("fixtures");
  }

  private Map<String, String> temporary(String key, Set<String> broken) {
    Map<String, String> options = new HashMap<>();
    options.put("bellhop.http.port", "0");
    options.put("bellhop.management.port", "0");
    options.put("bellhop.api-key", key);
    options.put("bellhop.secret-key", Base64.getEncoder().encodeToString(Secrets.random(32)));
    options.put("bellhop.db.url", "jdbc:h2:mem:" + key);
    // A retry is useless: the fixtures answer the same each time.
    options.put("bellhop.inbox.max-attempts", "2");
    options.put("bellhop.provider.allow-private", "true");
    options.put("bellhop.inbox.retry-first", "100ms");
    // A fake API on this machine answers at once, or not at all.
    options.put("bellhop.provider.response-timeout", "2s");
    // A missing record will not appear either, but one may be a moment late.
    options.put("bellhop.provider.read-again", "3s");
    // Fixtures are not one calendar.
    options.put("bellhop.calendar.conflicts", "false");
    options.put("bellhop.provider.probe-first", "100ms");
    Set<String> providers = new TreeSet<>(NeededProviders.of(target));
    providers.removeAll(broken);
    options.put("bellhop.providers", String.join(",", providers));
    return options;
  }
}
