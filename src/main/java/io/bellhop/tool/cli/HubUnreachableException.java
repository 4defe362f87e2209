package io.bellhop.tool.cli;

/**
 * The hub cannot be reached, or says that it cannot answer now: a command that follows it waits.
 */
final class HubUnreachableException extends CommandException {
  private static final long serialVersionUID = 1L;

  HubUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
