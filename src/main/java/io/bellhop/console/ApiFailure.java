package io.bellhop.console;

/** A call of the API that a page cannot be shown without was refused. */
final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ApiReply reply;

  ApiFailure(ApiReply reply) {
    // It is an answer and not a fault, so it needs no stack trace.
    super(reply.fault(), null, false, false);
    this.reply = reply;
  }

  int status() {
    return reply.status();
  }
}
