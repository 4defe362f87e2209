package io.bellhop.docs;

import io.bellhop.support.Block;
import io.bellhop.support.Session;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/add-a-provider.md, with its files. */
@Tag("slow")
class AddAProviderTest {
  @TempDir Path folder;

  @Test
  void a_provider_of_files_and_the_same_in_java_work_as_the_page_says() throws Exception {
    // One in Java comes in any case; of those in files its hub needs none, and empty means all.
    UnaryOperator<String> providers = command -> command.contains("my-routes") ? "acme" : "calry";
    try (Session session = new Session(folder, folder, providers)) {
      session.follow(Block.of(Path.of("docs", "add-a-provider.md")));
    }
  }
}
