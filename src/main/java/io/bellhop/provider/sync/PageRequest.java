package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.pipeline.ConditionalRead;
import java.time.Instant;
import java.util.Map;

/**
 * The call that reads a page.
 *
 * @param variables of the call
 * @param missing records to read by their ids; null if the page is one of the list
 * @param condition under which the page is wanted; null for none
 */
record PageRequest(
    Map<String, Object> variables, JsonNode missing, Instant readAt, ConditionalRead condition) {}
