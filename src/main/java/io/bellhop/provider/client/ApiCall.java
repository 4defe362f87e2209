package io.bellhop.provider.client;

import io.bellhop.inbox.RecordedCall;
import io.bellhop.pipeline.ConditionalRead;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A safe request to a provider's API: its path and headers contain no data of a payload except ids.
 *
 * @param path path and query
 * @param part the common part of all calls like this one: the path as the route writes it
 * @param headers in addition to those of every call
 * @param body JSON; null for none
 * @param reads whether the call changes nothing, so that Bellhop needs its answer and may repeat it
 * @param condition the condition under which the caller wants an answer; null for none
 * @param listener is notified of each attempt
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
  /** Adds headers that authenticate this call. */
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

  /** Omits all other fields, because logs may contain this text. */
  @Override
  public String toString() {
    return method;
  }
}
