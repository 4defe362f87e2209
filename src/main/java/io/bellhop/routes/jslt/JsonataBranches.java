package io.bellhop.routes.jslt;

import com.dashjoin.jsonata.Parser;
import io.bellhop.routes.jslt.MappingBranches.Branch;
import java.util.IdentityHashMap;
import java.util.Map;

/** Finds the branches of a mapping in JSONata, which are those of its conditionals. For one run. */
final class JsonataBranches {
  private final String mapping;
  private final MappingText text;
  private final MappingBranches branches;
  private final Map<Parser.Symbol, Branch> ways = new IdentityHashMap<>();

  JsonataBranches(String mapping, MappingText text, MappingBranches branches) {
    this.mapping = mapping;
    this.text = text;
    this.branches = branches;
  }

  void enter(Parser.Symbol part) {
    Branch taken = ways.get(part);
    if (taken != null) {
      branches.take(taken);
    }
    reach(JsonataPlaces.part(part, "then"), "no fixture takes the way after ?");
    reach(JsonataPlaces.part(part, "_else"), "no fixture takes the way after :");
  }

  private void reach(Parser.Symbol way, String what) {
    if (way != null) {
      int place = Math.max(0, JsonataPlaces.of(way));
      branches.reach(
          ways.computeIfAbsent(way, w -> new Branch(mapping, text.line(place), place, what)));
    }
  }
}
