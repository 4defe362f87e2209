package io.bellhop.crash;

import io.bellhop.support.ChildJvm;
import io.bellhop.support.Store;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The classes that are tested as a jar, with an archive of them as a JVM has them in memory: half
 * of a hub's start is the loading of classes, and tests start it a hundred times. The JVM compares
 * the archive with the jars, and does without it if they are not the same.
 */
public final class HubJar {
  private static final HubJar ONE = new HubJar();

  private final Path folder = Path.of("target", "crash").toAbsolutePath();
  private final Path classes;
  private final Path jar = folder.resolve("hub.jar");
  private final Path archive = folder.resolve("hub.jsa");
  private final String classPath;

  private HubJar() {
    List<Path> all =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    classes =
        all.stream()
            .filter(path -> Files.exists(path.resolve("io/bellhop/Bellhop.class")))
            .findFirst()
            .orElseThrow();
    classPath =
        Stream.concat(Stream.of(jar), all.stream().filter(Files::isRegularFile))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    try {
      Files.createDirectories(folder);
      // Tests of the other JVM want it too.
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        make();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What java needs to run a hub: options and the class path. */
  public static List<String> options() {
    return Stream.concat(jvmOptions().stream(), Stream.of("-cp", classPath())).toList();
  }

  /** The options alone. */
  public static List<String> jvmOptions() {
    return Stream.concat(
            ChildJvm.OPTIONS.stream(),
            // Where a class path begins otherwise, the JVM does without the archive, and says so.
            Stream.of("-XX:SharedArchiveFile=" + ONE.archive, "-Xlog:disable"))
        .toList();
  }

  /** With which a class path must begin, so that the archive counts. */
  public static String classPath() {
    return ONE.classPath;
  }

  /** The same, with more behind what is on the class path. */
  public static List<String> options(Path more) {
    List<String> options = new ArrayList<>(options());
    options.replaceAll(one -> one.equals(ONE.classPath) ? one + File.pathSeparator + more : one);
    return options;
  }

  private void make() throws Exception {
    List<Path> files;
    try (Stream<Path> found = Files.walk(classes)) {
      files = found.filter(path -> !path.equals(classes)).sorted().toList();
    }
    if (isUpToDate(files)) {
      return;
    }
    Files.deleteIfExists(archive);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        // Folders too: the hub looks for that of its routes.
        boolean folder = Files.isDirectory(file);
        out.putNextEntry(new ZipEntry(folder ? name + "/" : name));
        if (!folder) {
          Files.copy(file, out);
        }
        out.closeEntry();
      }
    }
    Path dumped = folder.resolve("dumped.jsa");
    List<String> dumping =
        Stream.of(
                ChildJvm.OPTIONS.stream(),
                Stream.of("-XX:ArchiveClassesAtExit=" + dumped),
                Stream.of("-cp", classPath))
            .flatMap(one -> one)
            .toList();
    try (HubProcess hub =
        new HubProcess(Store.H2.bareUrl(), "", HubProcess.SUBSCRIBER_ON_LOOPBACK)) {
      hub.start(dumping);
      // What is loaded meanwhile is in the archive too.
      hub.work();
      // It writes the archive at its end, which takes its time on a machine with other work.
      hub.terminate(Duration.ofMinutes(3));
    }
    Files.move(dumped, archive);
  }

  private boolean isUpToDate(List<Path> files) throws IOException {
    if (!Files.exists(archive)) {
      return false;
    }
    FileTime made = Files.getLastModifiedTime(jar);
    for (Path file : files) {
      if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
        return false;
      }
    }
    return true;
  }
}
