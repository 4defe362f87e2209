package io.bellhop.routes.jslt;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Which branches inside mappings were taken, of those that a run has come to: for tools. What
 * stands in a branch that no run takes is not known, so only the outermost of such branches is.
 * Thread-safe.
 */
public final class MappingBranches {
  /**
   * A way that a mapping may go.
   *
   * @param mapping the mapping's text, or its file's name
   * @param place in the text, in the order that it is written
   * @param what is said of it if no run takes it
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

  void comeTo(Branch branch) {
    taken.putIfAbsent(branch, false);
  }

  void take(Branch branch) {
    taken.put(branch, true);
  }

  /** In the order of their places. */
  public List<Branch> notTaken() {
    return taken.entrySet().stream().filter(b -> !b.getValue()).map(Map.Entry::getKey).toList();
  }
}
