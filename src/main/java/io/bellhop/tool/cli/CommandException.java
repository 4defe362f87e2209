package io.bellhop.tool.cli;

/** What a command cannot do. The message is one line that says what is wrong and what to do. */
public class CommandException extends RuntimeException {
  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
