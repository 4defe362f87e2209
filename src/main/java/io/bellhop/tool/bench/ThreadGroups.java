package io.bellhop.tool.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which part of a server a thread works for, by its name as the system has it: of 15 characters at
 * most. A thread of Bellhop that has no group yet is one of its own.
 */
final class ThreadGroups {
  static final String JIT = "jit";
  static final String REST = "rest";
  static final String GENERATOR_GROUP = "generator";

  /** The names of the bench's own event loops, which are not the hub's. */
  static final String GENERATOR = "bench-load";

  static final String SUBSCRIBER = "bench-events";

  private static final String OURS = "bellhop-";

  private static final Map<String, String> BY_START = byStart();

  private ThreadGroups() {}

  private static Map<String, String> byStart() {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put("C1 Compiler", JIT);
    groups.put("C2 Compiler", JIT);
    groups.put("Sweeper", JIT);
    groups.put("GC Thread", "gc");
    groups.put("G1 ", "gc");
    // The collector pauses all others in it.
    groups.put("VM Thread", "gc");
    groups.put("vert.x-eventloo", "http loops");
    groups.put("vert.x-worker", "http workers");
    groups.put("bellhop-append", "append");
    groups.put("bench-append", "append");
    groups.put("bellhop-claim", "claim");
    groups.put("bellhop-worker", "route workers");
    groups.put("bellhop-publish", "publish");
    groups.put("bellhop-deliver", "delivery");
    groups.put("MVStore", "h2 background");
    groups.put("H2 ", "h2 background");
    groups.put(GENERATOR, GENERATOR_GROUP);
    groups.put(SUBSCRIBER, "subscriber");
    return groups;
  }

  static String of(String thread) {
    for (Map.Entry<String, String> group : BY_START.entrySet()) {
      if (thread.startsWith(group.getKey())) {
        return group.getValue();
      }
    }
    return thread.startsWith(OURS)
        ? thread.substring(OURS.length()).replaceAll("[-#0-9]+$", "")
        : REST;
  }
}
