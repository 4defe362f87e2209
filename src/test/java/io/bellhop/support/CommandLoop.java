package io.bellhop.support;

import io.bellhop.Bellhop;
import io.bellhop.tool.cli.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands of the program one after the other in one JVM, since nearly all that a short one
 * costs is the start of its JVM. It reads an argument a line, and an empty line behind the last.
 */
final class CommandLoop {
  /** What stands before the exit code, behind the output. */
  static final String ENDED = "-- ended with ";

  private CommandLoop() {}

  public static void main(String[] none) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> arguments = new ArrayList<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        int code = Commands.of(new Bellhop()).execute(arguments.toArray(String[]::new));
        System.out.println("\n" + ENDED + code);
        arguments.clear();
      } else {
        arguments.add(line);
      }
    }
  }
}
