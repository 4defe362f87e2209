package io.bellhop.tool.check;

import io.bellhop.json.YamlNode;
import io.bellhop.routes.RouteFolders;
import java.nio.file.Path;
import java.util.List;

/**
 * A route file that could be parsed.
 *
 * @param folder the folder that it stands in, which is its provider's name
 */
record RouteFile(Path path, String folder, YamlNode root) {
  boolean isShared() {
    return folder.equals(RouteFolders.SHARED);
  }

  /** What its top-level entries of this name hold. */
  List<YamlNode> entries(String name) {
    return root.items().stream().map(item -> item.get(name)).filter(YamlNode::isThere).toList();
  }

  Finding finding(int line, String what, String instead) {
    return new Finding(path, line, what, instead);
  }

  /** A place in it, for a finding elsewhere. */
  String place(int line) {
    return PathFormat.of(path) + ":" + line;
  }
}
