package io.bellhop.tool.cli;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Secrets on the command line of this process, where every user of the machine can read them. */
final class VisibleSecrets {
  private VisibleSecrets() {}

  /** As the list of processes shows this one. */
  static Optional<String> warning(Collection<String> secrets) {
    return warning(secrets, ProcessHandle.current().info().arguments().orElse(new String[0]));
  }

  /**
   * @param secrets the options that are secrets
   * @return empty if no secret is among the arguments
   */
  static Optional<String> warning(Collection<String> secrets, String... arguments) {
    List<String> visible =
        secrets.stream()
            .filter(name -> Stream.of(arguments).anyMatch(one -> one.startsWith("-D" + name + "=")))
            .toList();
    return visible.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "every user of this machine can read "
                + String.join(", ", visible)
                + " in the list of processes; give a secret by the environment, by a properties"
                + " file, or by a file of its own ("
                + visible.get(0)
                + ".file)");
  }
}
