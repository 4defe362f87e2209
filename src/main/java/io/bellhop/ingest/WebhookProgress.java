package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.inbox.NewMessage;
import io.bellhop.tracing.TraceSpan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The state of a webhook: it has an answer, or its messages are being written to disk, and {@link
 * Listener#end} returns the answer afterwards.
 */
public final class WebhookProgress {
  private final IngestResponse answer;
  private final Account account;
  private final List<NewMessage> messages;
  private final CompletableFuture<Void> stored;
  private final long began;
  private final TraceSpan span;

  private WebhookProgress(
      IngestResponse answer,
      Account account,
      List<NewMessage> messages,
      CompletableFuture<Void> stored,
      long began,
      TraceSpan span) {
    this.answer = answer;
    this.account = account;
    this.messages = messages;
    this.stored = stored;
    this.began = began;
    this.span = span;
  }

  static WebhookProgress answered(IngestResponse answer) {
    return new WebhookProgress(answer, null, List.of(), null, 0, TraceSpan.NONE);
  }

  /**
   * @param stored completes when the messages are on disk
   * @param began when the webhook arrived, in nanoseconds
   * @param span ends with the answer
   */
  static WebhookProgress underWay(
      Account account,
      List<NewMessage> messages,
      CompletableFuture<Void> stored,
      long began,
      TraceSpan span) {
    return new WebhookProgress(null, account, messages, stored, began, span);
  }

  /** The answer; null while the messages are on their way to disk. */
  public IngestResponse answer() {
    return answer;
  }

  /**
   * Calls back when the messages are on disk, on the thread that wrote them, which must not block.
   *
   * @param then gets the error; null if the messages are on disk
   */
  public void whenStored(Consumer<Throwable> then) {
    stored.whenComplete((done, failure) -> then.accept(failure));
  }

  CompletableFuture<Void> stored() {
    return stored;
  }

  Account account() {
    return account;
  }

  List<NewMessage> messages() {
    return messages;
  }

  long began() {
    return began;
  }

  TraceSpan span() {
    return span;
  }
}
