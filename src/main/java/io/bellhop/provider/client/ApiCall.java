package io.bellhop.provider.client;

import io.bellhop.inbox.RecordedCall;
import io.bellhop.pipeline.ConditionalRead;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A request to a provider's API, safe to be made: nothing of a payload but ids is in path and
 * headers.
 *
 * @param path path and query
 * @param part what all calls like this one have in common: the path as the route writes it
 * @param headers besides those that every call has
 * @param body JSON; null for none
 * @param reads whether it changes nothing, so that it needs an answer and may be made again
 * @param condition under which an answer is wanted; null for none
 * @param listener notes each time that it is made
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
  /** The same with headers that prove it. */
  ApiCall with(Map<String, String> proof) {
    if (proof.isEmpty()) {
      return this;
    }
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(proof);
    return new ApiCall(method, path, part, all, body, reads, condition, listener);
  }

  /** Whether it asks for one record, by its id. */
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

  /** Never the rest: this text may reach a log. */
  @Override
  public String toString() {
    return method;
  }
}
