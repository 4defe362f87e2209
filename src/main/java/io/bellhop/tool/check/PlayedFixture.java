package io.bellhop.tool.check;

import io.bellhop.tool.fixture.FixtureFolder;
import java.nio.file.Path;

/**
 * A fixture in a run.
 *
 * @param name without its ending, below the folder
 */
record PlayedFixture(FixtureFolder folder, String name) {
  Path body() {
    return folder.body(name);
  }

  Path expected() {
    return folder.expected(name);
  }

  Finding finding(String what, String instead) {
    return new Finding(body(), 0, what, instead);
  }
}
