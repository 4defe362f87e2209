package io.bellhop.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.FreePort;
import io.bellhop.support.TestNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A headless Chromium, driven by the WebDriver protocol of its chromedriver. */
final class Browser implements AutoCloseable {
  private static final String STARTED = "started successfully";

  /** Below these are hints for those who make forms with passwords. */
  private static final Set<String> FAULTS = Set.of("WARNING", "SEVERE");

  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final String DRIVER = "chromedriver";

  /** So that it is seen that times are shown in the zone of the viewer, not of the hub. */
  private static final String ZONE = "Asia/Tokyo";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Browser(Process driver, String session) {
    this.driver = driver;
    this.session = session;
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, DRIVER)));
  }

  static Browser start() throws IOException {
    // A free port that the driver chooses is one of IPv4, which another may have of IPv6.
    int port = FreePort.any();
    ProcessBuilder builder = new ProcessBuilder(DRIVER, "--port=" + port).redirectErrorStream(true);
    builder.environment().put("TZ", ZONE);
    Process driver = builder.start();
    BufferedReader lines = driver.inputReader();
    StringBuilder printed = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      printed.append(line).append('\n');
      if (line.contains(STARTED)) {
        break;
      }
    }
    assertThat(printed).as("what chromedriver prints").contains(STARTED);
    String base = "http://127.0.0.1:" + port + "/session";
    Browser starting = new Browser(driver, base);
    ObjectNode wanted = TestNode.MAPPER.createObjectNode();
    ObjectNode match = wanted.putObject("capabilities").putObject("alwaysMatch");
    match.putObject("goog:loggingPrefs").put("browser", "ALL");
    match
        .putObject("goog:chromeOptions")
        .putArray("args")
        .add("--headless=new")
        .add("--no-sandbox")
        .add("--disable-gpu")
        .add("--disable-dev-shm-usage")
        .add("--hide-scrollbars")
        // A test needs pages and nothing that a browser does besides.
        .add("--disable-extensions")
        .add("--disable-background-networking")
        .add("--disable-component-update")
        .add("--disable-sync")
        .add("--no-first-run")
        // Nor the processes and threads that make it fast on more cores.
        .add("--disable-features=BackForwardCache,SpareRendererForSitePerProcess")
        .add("--disable-site-isolation-trials")
        .add("--renderer-process-limit=1")
        .add("--in-process-gpu")
        .add("--disable-threaded-compositing")
        .add("--js-flags=--single-threaded --no-opt")
        .add("--lang=en-GB")
        .add("--window-size=1200,800");
    String id = starting.call("", wanted).path("sessionId").asText();
    return new Browser(driver, base + "/" + id);
  }

  void open(URI url) {
    call("/url", TestNode.MAPPER.createObjectNode().put("url", url.toString()));
  }

  String url() {
    return read("/url").asText();
  }

  /** The value of an expression of JavaScript. */
  JsonNode eval(String expression) {
    return run("/execute/sync", "return " + expression);
  }

  /** The value that a promise comes to. */
  JsonNode await(String promise) {
    return run("/execute/async", promise + ".then(arguments[arguments.length - 1])");
  }

  void run(String script) {
    run("/execute/sync", script);
  }

  private JsonNode run(String command, String script) {
    ObjectNode body = TestNode.MAPPER.createObjectNode().put("script", script);
    body.putArray("args");
    return call(command, body);
  }

  /** Clicks on what leads to another page, and waits for that: the driver may return before it. */
  void click(String selector) {
    run("window.isBeforeClick = true");
    call("/element/" + element(selector) + "/click", TestNode.MAPPER.createObjectNode());
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptions()
        .until(
            () -> eval("!window.isBeforeClick && document.readyState === 'complete'").asBoolean());
  }

  void type(String selector, String text) {
    call(
        "/element/" + element(selector) + "/value",
        TestNode.MAPPER.createObjectNode().put("text", text));
  }

  private String element(String selector) {
    return call(
            "/element",
            TestNode.MAPPER.createObjectNode().put("using", "css selector").put("value", selector))
        .path(ELEMENT)
        .asText();
  }

  /** What a reader sees of the page. */
  String text() {
    return eval("document.body.innerText").asText();
  }

  void width(int pixels) {
    ObjectNode metrics = TestNode.MAPPER.createObjectNode();
    metrics
        .put("width", pixels)
        .put("height", 800)
        .put("deviceScaleFactor", 1)
        .put("mobile", false);
    devtools("Emulation.setDeviceMetricsOverride", metrics);
  }

  void dark(boolean isDark) {
    ObjectNode media = TestNode.MAPPER.createObjectNode();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", isDark ? "dark" : "light");
    devtools("Emulation.setEmulatedMedia", media);
  }

  private void devtools(String command, ObjectNode parameters) {
    ObjectNode body = TestNode.MAPPER.createObjectNode().put("cmd", command);
    body.set("params", parameters);
    call("/goog/cdp/execute", body);
  }

  byte[] screenshot() {
    return Base64.getDecoder().decode(read("/screenshot").asText());
  }

  /** What the browser has complained of since the last look. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    call("/se/log", TestNode.MAPPER.createObjectNode().put("type", "browser"))
        .forEach(
            entry -> {
              if (FAULTS.contains(entry.path("level").asText())) {
                complaints.add(entry.path("message").asText());
              }
            });
    return complaints;
  }

  /** The rules of accessibility that the page breaks, each with the first place. */
  List<String> brokenRules() throws IOException {
    try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
      run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    return broken("{resultTypes: ['violations'], preload: false}");
  }

  /**
   * The same of the rules that depend on colours and sizes: all others see the same page as before.
   */
  List<String> brokenRulesOfLooks() {
    return broken(
        "{resultTypes: ['violations'], preload: false, runOnly: {type: 'rule', values: ['color-contrast',"
            + " 'link-in-text-block', 'scrollable-region-focusable', 'target-size']}}");
  }

  private List<String> broken(String options) {
    JsonNode result = await("axe.run(document, " + options + ")");
    List<String> broken = new ArrayList<>();
    ((ArrayNode) result.path("violations"))
        .forEach(
            rule ->
                broken.add(
                    rule.path("id").asText()
                        + ": "
                        + rule.path("help").asText()
                        + " at "
                        + rule.at("/nodes/0/html").asText()
                        + " "
                        + rule.at("/nodes/0/failureSummary").asText()));
    return broken;
  }

  private JsonNode read(String command) {
    return send(HttpRequest.newBuilder(URI.create(session + command)).GET());
  }

  private JsonNode call(String command, ObjectNode body) {
    return send(
        HttpRequest.newBuilder(URI.create(session + command))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(
              request.timeout(Duration.ofSeconds(60)).build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode value = TestNode.MAPPER.readTree(answer.body()).path("value");
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(value.path("message").asText());
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      send(HttpRequest.newBuilder(URI.create(session)).DELETE());
    } finally {
      driver.destroy();
    }
  }
}
