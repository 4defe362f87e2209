package io.bellhop.tool.cli;

/** A command cannot continue. The message is one line with the fault and the remedy. */
public class CommandException extends RuntimeException {
  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
