package io.bellhop.provider.client;

import io.bellhop.inbox.RecordedCall;
import io.bellhop.pipeline.ConditionalRead;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A safe request to a provider's API: path and headers hold nothing of a payload but ids.
 *
 * @param path path and query
 * @param part what all calls like this one have in common: the path as the route writes it
 * @param headers besides those of every call
 * @param body JSON; null for none
 * @param reads whether it changes nothing, so that it needs an answer and Bellhop may repeat it
 * @param condition under which the caller wants an answer; null for none
 * @param listener notes each attempt
 */
record ApiCall(
    String method,
    String path,
    String part,
    Map<String, String> headers,
    String body,
    boolean reads,
    ConditionalRead condition,
    Consumer<RecordedCall> listener) {
  /** With headers that prove this call. */
  ApiCall with(Map<String, String> proof) {
    if (proof.isEmpty()) {
      return this;
    }
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(proof);
    return new ApiCall(method, path, part, all, body, reads, condition, listener);
  }

  /** Whether it requests one record, by its id. */
  boolean readsRecord() {
    return reads() && part.endsWith("}");
  }

  /** The last part of its path, without the query. */
  String lastPart() {
    String bare = path.replaceFirst("\\?.*", "");
    return bare.substring(bare.lastIndexOf('/') + 1);
  }

  /**
   * @param status null if there was no answer
   */
  void made(Integer status, Duration took) {
    listener.accept(new RecordedCall(method, part, status, took.toMillis()));
  }

  /** Without the rest: this text may reach a log. */
  @Override
  public String toString() {
    return method;
  }
}
