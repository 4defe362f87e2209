package io.bellhop.tool.cli;

/** The hub does not answer, or answers that it cannot now: a command that follows it waits. */
final class HubUnreachableException extends CommandException {
  private static final long serialVersionUID = 1L;

  HubUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
