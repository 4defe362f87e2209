package io.bellhop.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Libraries in which a fault is known are not older than the version that mends it. A newer Camel
 * or a new dependency may bring an old one back without a word: this fails then.
 */
class DependencyFloorsTest {
  private static final Pattern JAR =
      Pattern.compile("/([a-z0-9_.-]+?)-(\\d+(?:\\.\\d+)+)[^/]*\\.jar!");

  @ParameterizedTest(name = "{0} is at least {1}: {2}")
  @CsvSource({
    "netty-codec-http,    4.1.133,  request smuggling",
    "netty-handler,       4.1.133,  request smuggling",
    "vertx-core,          4.5.25,   what two parsers may read differently",
    "vertx-web,           4.5.25,   what two parsers may read differently",
    "h2,                  2.4.240,  rows lost at compaction",
    "postgresql,          42.7.11,  CVE-2026-42198",
    "kafka-clients,       3.9.2,    a buffer is freed while a batch that expired is still sent",
    "logback-core,        1.5.36,   CVE-2026-13006",
    "logback-classic,     1.5.36,   CVE-2026-13006",
    "jackson-databind,    2.21.5,   CVE-2026-54515",
    "jackson-core,        2.21.5,   CVE-2026-54515",
  })
  void a_library_is_not_older_than_the_version_that_mends_its_fault(
      String library, String floor, String fault) throws IOException {
    assertThat(versions()).as("the jars of the class path").containsKey(library);
    assertThat(versions().get(library))
        .as(fault)
        .allSatisfy(
            version ->
                assertThat(Arrays.compare(numbers(version), numbers(floor)))
                    .isGreaterThanOrEqualTo(0));
  }

  @Test
  void versions_are_compared_by_number() {
    assertThat(Arrays.compare(numbers("4.1.99"), numbers("4.1.133"))).isNegative();
  }

  private static Map<String, List<String>> versions() throws IOException {
    Map<String, List<String>> versions = new HashMap<>();
    for (URL manifest :
        Collections.list(
            DependencyFloorsTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
      Matcher jar = JAR.matcher(manifest.toString());
      if (jar.find()) {
        versions.computeIfAbsent(jar.group(1), name -> new ArrayList<>()).add(jar.group(2));
      }
    }
    return versions;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }
}
