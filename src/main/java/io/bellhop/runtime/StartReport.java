package io.bellhop.runtime;

import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The summary of a start for the log. It shows when a hub was started in the wrong folder and is
 * empty. It contains no values of options except places, and no password.
 */
final class StartReport {
  private static final Pattern POSTGRESQL =
      Pattern.compile("jdbc:postgresql:(?://)?(?:[^@/?]*@)?([^?]*).*");

  private StartReport() {}

  static List<String> of(Options options, RouteFolders folders, HubServices services)
      throws SQLException {
    return lines(
        options,
        services.database.transact(connection -> connection.getMetaData().getURL()),
        folders,
        services.listeners.providers(),
        services.accounts.all().size(),
        services.subscriptions.all().size());
  }

  /**
   * @param databaseUrl as passed to the driver
   * @param providers the providers with a listener
   */
  static List<String> lines(
      Options options,
      String databaseUrl,
      RouteFolders folders,
      Set<String> providers,
      int accounts,
      int webhooks) {
    return List.of(
        "data in " + absolute(options.text("bellhop.data")) + ", " + database(databaseUrl),
        "providers: " + providers(folders, providers),
        "integration accounts: " + accounts + ", webhooks: " + webhooks,
        "options set: "
            + (options.given().isEmpty() ? "none" : String.join(", ", options.given())));
  }

  static String database(String url) {
    Matcher postgresql = POSTGRESQL.matcher(url);
    if (postgresql.matches()) {
      return "database PostgreSQL " + postgresql.group(1);
    }
    String h2 = url.replaceFirst("^jdbc:h2:", "").replaceFirst(";.*", "");
    if (h2.startsWith("mem:")) {
      return "database H2 in memory: nothing of it survives a stop";
    }
    return "database H2 in " + absolute(h2.replaceFirst("^file:", "")) + ".mv.db";
  }

  private static String providers(RouteFolders folders, Set<String> loaded) {
    Map<String, List<String>> byPlace = new LinkedHashMap<>();
    Set<String> others = new TreeSet<>(loaded);
    for (Path folder : folders.folders()) {
      String name = RouteFolders.name(folder);
      if (loaded.contains(name)) {
        byPlace.computeIfAbsent(place(folder), p -> new ArrayList<>()).add(name);
        others.remove(name);
      }
    }
    if (!others.isEmpty()) {
      byPlace.put("routes of other folders or in Java", List.copyOf(others));
    }
    return byPlace.isEmpty()
        ? "none, so Bellhop answers every webhook with 404"
        : byPlace.entrySet().stream()
            .map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")")
            .collect(Collectors.joining("; "));
  }

  private static String place(Path folder) {
    return folder.getFileSystem().equals(FileSystems.getDefault())
        ? "routes in " + folder.getParent().toAbsolutePath().normalize()
        : "routes inside the jar";
  }

  private static Path absolute(String path) {
    // H2 replaces ~ by the home folder.
    return Path.of(
            path.replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home"))))
        .toAbsolutePath()
        .normalize();
  }
}
