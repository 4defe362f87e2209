package io.bellhop.tool.check;

import io.bellhop.json.YamlNode;
import io.bellhop.routes.RouteFolders;
import java.nio.file.Path;
import java.util.List;

/**
 * A parsed route file.
 *
 * @param folder its folder, which has the provider's name
 */
record RouteFile(Path path, String folder, YamlNode root) {
  boolean isShared() {
    return folder.equals(RouteFolders.SHARED);
  }

  /** The contents of its top-level entries of this name. */
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
