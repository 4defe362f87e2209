package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.pipeline.ConditionalRead;
import java.time.Instant;
import java.util.Map;

/**
 * The call that reads a page.
 *
 * @param variables of the call
 * @param missing the records to read by their ids; null for a page of the list
 * @param condition the condition under which Bellhop needs the page; null for none
 */
record PageRequest(
    Map<String, Object> variables, JsonNode missing, Instant readAt, ConditionalRead condition) {}
