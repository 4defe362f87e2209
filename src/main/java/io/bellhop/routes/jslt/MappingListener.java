package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.camel.Exchange;

/** Sees each run of a mapping: for tools that ask what mappings do with fixtures. */
public interface MappingListener {
  /** One run, which has not failed. */
  interface Run {
    Exchange exchange();

    /** The mapping's text, or its file's name. */
    String mapping();

    JsonNode body();

    Map<String, JsonNode> variables();

    JsonNode result();

    /** The same mapping of something else; null if it fails. Its warnings have no reader. */
    JsonNode again(Map<String, JsonNode> variables, JsonNode body);
  }

  void ran(Run run);

  /** Where the branches that runs take are counted, of runs that fail too. */
  MappingBranches branches();
}
