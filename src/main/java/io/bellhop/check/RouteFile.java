package io.bellhop.check;

import java.nio.file.Path;
import java.util.List;

/**
 * A route file that could be parsed.
 *
 * @param folder the folder that it stands in, which is its provider's name
 */
record RouteFile(Path path, String folder, Node root) {
  static final String SHARED = "_shared";

  boolean isShared() {
    return folder.equals(SHARED);
  }

  /** What its top-level entries of this name hold. */
  List<Node> entries(String name) {
    return root.items().stream().map(item -> item.get(name)).filter(Node::isThere).toList();
  }

  Finding finding(int line, String what, String instead) {
    return new Finding(path, line, what, instead);
  }

  /** A place in it, for a finding elsewhere. */
  String place(int line) {
    return Shown.of(path) + ":" + line;
  }
}
