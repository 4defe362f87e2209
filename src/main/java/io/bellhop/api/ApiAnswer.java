package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A successful answer. */
record ApiAnswer(int status, JsonNode body) {
  static final int OK = 200;
  static final int CREATED = 201;

  static ApiAnswer one(int status, ObjectNode item) {
    return new ApiAnswer(status, object().set("data", item));
  }

  static ApiAnswer list(List<ObjectNode> items, ObjectNode meta) {
    ObjectNode body = object();
    body.putArray("data").addAll(items);
    return new ApiAnswer(OK, body.set("meta", meta));
  }

  /** An answer without data. */
  static ApiAnswer meta(ObjectNode meta) {
    return new ApiAnswer(OK, object().set("meta", meta));
  }

  static ApiAnswer deleted() {
    return meta(object().put("message", "Success"));
  }

  static ObjectNode item(String id, String type, ObjectNode attributes) {
    return object().put("id", id).put("type", type).set("attributes", attributes);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
