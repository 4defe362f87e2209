package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.camel.Exchange;

/** Receives each run of a mapping, for tools that check mappings with fixtures. */
public interface MappingListener {
  /** One successful run. */
  interface Run {
    Exchange exchange();

    /** The name of the mapping's file, or its text. */
    String mapping();

    JsonNode body();

    Map<String, JsonNode> variables();

    JsonNode result();

    /** Runs the same mapping with another input; null if it fails. No one reads its warnings. */
    JsonNode again(Map<String, JsonNode> variables, JsonNode body);
  }

  void ran(Run run);

  /** Counts the branches that runs take, including failed runs. */
  MappingBranches branches();
}
