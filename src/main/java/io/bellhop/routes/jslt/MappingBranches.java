package io.bellhop.routes.jslt;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Counts which branches inside mappings runs have taken, for tools. It knows a nested branch only
 * once a run reaches it, so of branches that no run takes it reports only the outermost.
 * Thread-safe.
 */
public final class MappingBranches {
  /**
   * A branch of a mapping.
   *
   * @param mapping the name of the file, or the text of the mapping
   * @param place its position in the text
   * @param what the message if no run takes it
   */
  public record Branch(String mapping, int line, int place, String what)
      implements Comparable<Branch> {
    private static final Comparator<Branch> ORDER =
        Comparator.comparing(Branch::mapping)
            .thenComparing(Branch::line)
            .thenComparing(Branch::place)
            .thenComparing(Branch::what);

    @Override
    public int compareTo(Branch other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Branch, Boolean> taken = new ConcurrentSkipListMap<>();

  void reach(Branch branch) {
    taken.putIfAbsent(branch, false);
  }

  void take(Branch branch) {
    taken.put(branch, true);
  }

  /** The branches that no run took, in the order of their positions. */
  public List<Branch> notTaken() {
    return taken.entrySet().stream().filter(b -> !b.getValue()).map(Map.Entry::getKey).toList();
  }
}
