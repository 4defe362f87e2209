package io.bellhop.tool.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A good provider folder in a place where it can be broken. */
final class Acme {
  private static final Path GOOD = Path.of("src/test/resources/check");

  private final Path root;

  private Acme(Path root) {
    this.root = root;
  }

  static Acme in(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(GOOD)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = root.resolve(GOOD.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return new Acme(root);
  }

  Path root() {
    return root;
  }

  Path file(String name) {
    return root.resolve("acme").resolve(name);
  }

  Acme replace(String name, String from, String to) throws IOException {
    String text = Files.readString(file(name));
    if (!text.contains(from)) {
      throw new IllegalArgumentException(name + " has no " + from);
    }
    return write(name, text.replace(from, to));
  }

  Acme write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
    return this;
  }

  /** What the static half finds, without the folder's place on this machine. */
  List<String> findings() {
    CheckTarget target = CheckTarget.folder(root);
    RouteFiles read = new RouteFiles(target.folders().folders());
    return CHECK.look(read, read.routes(target.options()), target::covers).stream()
        .filter(finding -> target.covers(finding.file()))
        .map(this::text)
        .toList();
  }

  String text(Object finding) {
    return finding.toString().replace(PathFormat.of(root) + "/", "");
  }

  /** One for all tests: Camel's schema is read once. */
  private static final StaticCheck CHECK = new StaticCheck(io.bellhop.runtime.Hub.BEANS);
}
