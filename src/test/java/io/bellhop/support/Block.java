package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param file what it is the text of, if the line before it says so; else null
 */
public record Block(String file, String language, String text) {
  private static final Pattern FENCED =
      Pattern.compile("(?ms)(?:^`([^`\\n]+)`:\\n\\n)?^```(\\w+)\\n(.*?)^```$");
  private static final Pattern WRITES =
      Pattern.compile(" (-d|-X|--data)|^(send|post) ", Pattern.MULTILINE);

  /** The blocks of a page from its first section on. */
  public static List<Block> of(Path page) throws IOException {
    return in(Files.readString(page));
  }

  public static List<Block> of(Path page, String section) throws IOException {
    String whole = Files.readString(page);
    int from = whole.indexOf("\n## " + section + "\n");
    assertThat(from).as("section %s of %s", section, page).isPositive();
    int to = whole.indexOf("\n## ", from + 1);
    return in(to < 0 ? whole.substring(from) : whole.substring(from, to));
  }

  private static List<Block> in(String text) {
    return FENCED
        .matcher(text)
        .results()
        .map(match -> new Block(match.group(1), match.group(2), match.group(3)))
        .toList();
  }

  public boolean isCommand() {
    return file == null && language.equals("sh");
  }

  /** Whether it may be run again and again until its reply is as expected. */
  public boolean onlyReads() {
    return !WRITES.matcher(text).find();
  }
}
