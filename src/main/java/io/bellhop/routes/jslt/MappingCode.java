package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A mapping that is compiled, in whichever language it is written. Thread-safe. */
@FunctionalInterface
interface MappingCode {
  /**
   * @param variables the exchange variables that it names
   * @param body null if there is none
   */
  JsonNode apply(Map<String, JsonNode> variables, JsonNode body);
}
