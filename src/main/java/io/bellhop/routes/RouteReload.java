package io.bellhop.routes;

import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.config.ConfigException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads route files again when an author saves them, folder by folder, while the hub runs. For a
 * file that it cannot use, it logs one line and keeps the previous routes.
 *
 * <p>It reads all files periodically instead of waiting for events of the file system: network and
 * container mounts send none, others take ten seconds, and there are only a few files.
 */
public final class RouteReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
  private static final Duration PAUSE = Duration.ofMillis(150);

  /** About two seconds; a failure that lasts longer needs the operator. */
  private static final int FAILURES_UNTIL_SAID = 12;

  private final RouteFolders folders;
  private final RouteLoader loader;
  private final RouteTrial trial;
  private final Function<Path, List<String>> check;
  private final PeriodicTask watch =
      new PeriodicTask("bellhop-reload", this::look, RouteReload::lookFailed);
  private RouteSources seen;
  private RouteSources judged;

  private boolean isWarm;

  /** The number of successive failures. */
  private int failures;

  /**
   * @param check finds errors in the files of a folder, with better messages than Camel's
   */
  public RouteReload(
      RouteFolders folders,
      RouteLoader loader,
      RouteTrial trial,
      Function<Path, List<String>> check) {
    this.folders = folders.named();
    this.loader = loader;
    this.trial = trial;
    this.check = check;
    this.judged = loader.texts().within(this.folders.roots());
    this.seen = judged;
  }

  /** Starts watching the files. */
  public void start() {
    watch.start(Duration.ZERO, PAUSE);
  }

  /** Runs one trial, because the first takes three times as long as later ones. */
  private void warmUp() {
    try {
      for (Path folder : judged.folders().keySet()) {
        trial.run(loader.texts(), folder);
      }
    } catch (Exception e) {
      LOG.debug("the trial of the serving routes failed", e);
    }
  }

  private void look() {
    if (!isWarm) {
      isWarm = true;
      warmUp();
    }
    try {
      RouteSources now = folders.texts();
      if (failures >= FAILURES_UNTIL_SAID) {
        LOG.warn("Bellhop can read the route files again");
      }
      failures = 0;
      boolean still = now.equals(seen);
      seen = now;
      // Two equal reads: an editor may still be writing.
      if (still && !now.equals(judged)) {
        Set<Path> changed = changed(now);
        judged = now;
        changed.forEach(folder -> reload(folder, now.in(folder)));
      }
    } catch (UncheckedIOException e) {
      // A single failure may be a file that was deleted while it was read.
      if (++failures == FAILURES_UNTIL_SAID) {
        LOG.warn(
            "Bellhop cannot watch the route files ({}): until it can, saving a file has no effect",
            e.getCause().getMessage());
      }
    }
  }

  private static void lookFailed(Exception e) {
    LOG.warn("Bellhop cannot read the route files", e);
  }

  private Set<Path> changed(RouteSources now) {
    Set<Path> all = new LinkedHashSet<>(judged.folders().keySet());
    all.addAll(now.folders().keySet());
    Set<Path> changed = new LinkedHashSet<>(all);
    changed.removeIf(folder -> now.in(folder).equals(judged.in(folder)));
    String names =
        changed.stream()
            .map(folder -> Pattern.quote(folder.getFileName().toString()))
            .collect(Collectors.joining("|"));
    // A mapping may be used by routes of another folder.
    Predicate<String> theirs =
        Pattern.compile("\\b(" + names + ")/\\S+\\.(jslt|jsonata)").asPredicate();
    for (Path folder : all) {
      if (now.routes(folder).values().stream().anyMatch(theirs)) {
        changed.add(folder);
      }
    }
    return changed;
  }

  private void reload(Path folder, Map<Path, String> texts) {
    if (RouteFolders.shared(folder)) {
      LOG.warn("{} has changed: Bellhop applies templates at the next start", folder);
      return;
    }
    if (!options(texts).equals(options(loader.texts().in(folder)))) {
      LOG.warn(
          "{}/{} has changed: Bellhop reads it at the next start", folder, RouteSources.OPTIONS);
    }
    long began = System.nanoTime();
    try {
      List<String> findings = check.apply(folder);
      if (!findings.isEmpty()) {
        throw new ConfigException(String.join("; ", findings));
      }
      loader.replace(folder, texts, trial.run(loader.texts().with(folder, texts), folder));
      LOG.info("Bellhop reloaded {} in {} ms", folder, (System.nanoTime() - began) / 1_000_000);
    } catch (Exception e) {
      LOG.error(
          "Bellhop cannot use {} and keeps its routes as they were: {}",
          folder,
          RouteLoader.reason(e));
    }
  }

  private static String options(Map<Path, String> texts) {
    return texts.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(RouteSources.OPTIONS))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() throws InterruptedException {
    watch.close();
  }
}
