package io.bellhop.tool.cli;

import java.io.Console;
import java.io.PrintWriter;

/** The progress of long work: a changing line on a terminal, elsewhere only the end. */
final class ProgressLine {
  private final PrintWriter err;
  private final boolean terminal;
  private int width;

  ProgressLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  static ProgressLine on(PrintWriter err) {
    return new ProgressLine(err, isTerminal());
  }

  void at(String text) {
    if (terminal) {
      line(text);
      err.flush();
    }
  }

  void end(String text) {
    if (terminal) {
      line(text);
      err.println();
    } else {
      err.println(text);
    }
  }

  /** Ends the line before an error, which would otherwise follow the counter. */
  void leave() {
    if (terminal && width > 0) {
      err.println();
    }
  }

  private void line(String text) {
    err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
    width = text.length();
  }

  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      // Before Java 22 only a terminal had a console.
      return true;
    }
  }
}
