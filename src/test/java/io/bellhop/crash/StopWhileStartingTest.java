package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.ChildJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub that gets the signal to stop before it is ready. */
@Tag("slow")
class StopWhileStartingTest {
  @TempDir Path folder;

  /** While it reads its routes, and while it warms its code up. */
  @ParameterizedTest
  @ValueSource(strings = {"options set: ", "Bellhop serves health and metrics at "})
  void it_ends_with_success_and_without_an_error(String moment) throws Exception {
    List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA));
    command.addAll(HubJar.options());
    command.add(HubProcess.MAIN);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    builder.environment().put("BELLHOP_HTTP_PORT", "0");
    builder.environment().put("BELLHOP_MANAGEMENT_PORT", "0");
    builder.directory(folder.toFile());
    builder.environment().put("BELLHOP_PROVIDERS", "guesty");
    Process hub = builder.redirectErrorStream(true).start();
    List<String> log = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(hub.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        if (line.contains(moment)) {
          hub.toHandle().destroy();
        }
      }
    }

    assertThat(hub.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(log).as("it came that far").anyMatch(line -> line.contains(moment));
    assertThat(log).noneMatch(line -> line.contains("Exception") || line.contains("ERROR"));
    assertThat(hub.exitValue()).isZero();
  }
}
