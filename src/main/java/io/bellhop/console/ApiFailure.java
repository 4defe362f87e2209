package io.bellhop.console;

/** The API refused a call that a page cannot do without. */
final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ApiReply reply;

  ApiFailure(ApiReply reply) {
    // An expected answer needs no stack trace.
    super(reply.fault(), null, false, false);
    this.reply = reply;
  }

  int status() {
    return reply.status();
  }
}
