package io.bellhop.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.delivery.http.DeliveryRequest;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.SubscriptionBuilder;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/verify.md accepts what Bellhop has signed, and nothing else. */
class VerifySnippetsTest {
  private static final String SECRET = SubscriptionBuilder.secret(3);
  private static final String PREVIOUS = SubscriptionBuilder.secret(4);
  private static final String OTHER = SubscriptionBuilder.secret(5);

  /** Reads cases and says of each whether it was accepted. */
  private static final String PYTHON =
      """

      import sys
      for case in json.load(sys.stdin):
          try:
              event = verify(case["secret"], case["headers"], base64.b64decode(case["body"]))
              print("accepted " + event["guest"].encode("unicode_escape").decode())
          except ValueError:
              print("refused")
      """;

  private static final String JAVASCRIPT =
      """

      import { readFileSync } from "node:fs";
      for (const one of JSON.parse(readFileSync(0))) {
        try {
          const event = verify(one.secret, one.headers, Buffer.from(one.body, "base64"));
          console.log("accepted " + escape(event.guest).replace("%", "\\\\x").toLowerCase());
        } catch (error) {
          console.log("refused");
        }
      }
      """;

  /** A request, and whether it is to be accepted with a secret. */
  record Case(String secret, Map<String, String> headers, byte[] body, boolean valid) {}

  @TempDir private Path folder;

  private static List<Case> cases() {
    ObjectMapper mapper = new ObjectMapper();
    Instant now = Instant.now();
    String text = "{\"guest\": \"zo\u00eb\", \"total\": 1.50}";
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    Subscription subscription =
        SubscriptionBuilder.to("https://subscriber.example.com/")
            .secret(SECRET)
            .previous(PREVIOUS, now.plusSeconds(3600))
            .build();
    OutboundEvent event =
        new OutboundEvent(
            UUID.randomUUID(),
            subscription.id(),
            "key",
            new OutboundEvent.LoggedEvent(1, UUID.randomUUID(), "webhook.test", text),
            OutboundEvent.Failures.NONE,
            now);
    DeliveryRequest requests = new DeliveryRequest(mapper);
    Map<String, String> signed = lower(requests.headers(subscription, event, now, body));
    Map<String, String> old =
        lower(requests.headers(subscription, event, now.minusSeconds(600), body));
    Map<String, String> redated = new TreeMap<>(old);
    redated.put("webhook-timestamp", signed.get("webhook-timestamp"));
    Map<String, String> unsigned = new TreeMap<>(signed);
    unsigned.remove("webhook-signature");
    Map<String, String> renamed = new TreeMap<>(signed);
    renamed.put("webhook-id", UUID.randomUUID().toString());
    return List.of(
        new Case(SECRET, signed, body, true),
        new Case(PREVIOUS, signed, body, true),
        new Case(OTHER, signed, body, false),
        new Case(SECRET, old, body, false),
        new Case(SECRET, redated, body, false),
        new Case(SECRET, unsigned, body, false),
        new Case(SECRET, renamed, body, false),
        new Case(
            SECRET, signed, text.replace("1.50", "1.5").getBytes(StandardCharsets.UTF_8), false));
  }

  private static Map<String, String> lower(Map<String, String> headers) {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  private static String snippet(String fence) throws Exception {
    Matcher block =
        Pattern.compile("^```" + fence + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("docs", "verify.md")));
    assertThat(block.find()).as("a block of " + fence).isTrue();
    return block.group(1);
  }

  @Test
  void the_python_without_a_library_accepts_what_bellhop_signed_and_nothing_else()
      throws Exception {
    run("python3", "verify.py", snippet("python") + PYTHON);
  }

  @Test
  void the_javascript_without_a_library_accepts_what_bellhop_signed_and_nothing_else()
      throws Exception {
    run("node", "verify.mjs", snippet("javascript") + JAVASCRIPT);
  }

  private void run(String runtime, String file, String program) throws Exception {
    assumeTrue(
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .anyMatch(path -> Path.of(path, runtime).toFile().canExecute()),
        () -> "no " + runtime + " here");
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode input = mapper.createArrayNode();
    for (Case one : cases()) {
      ObjectNode node = input.addObject().put("secret", one.secret());
      node.put("body", Base64.getEncoder().encodeToString(one.body()));
      node.set("headers", mapper.valueToTree(one.headers()));
    }
    Path source = Files.writeString(folder.resolve(file), program);
    Path given = folder.resolve("cases.json");
    Files.write(given, mapper.writeValueAsBytes(input));
    Process process =
        new ProcessBuilder(runtime, source.toString())
            .redirectErrorStream(true)
            .redirectInput(given.toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said.lines())
        .containsExactlyElementsOf(
            cases().stream().map(c -> c.valid() ? "accepted zo\\xeb" : "refused").toList());
  }

  @Test
  void the_java_without_a_library_accepts_what_bellhop_signed_and_nothing_else() throws Exception {
    try (URLClassLoader loader = compiled("WebhookSignature", snippet("java"))) {
      Method isValid =
          loader
              .loadClass("WebhookSignature")
              .getDeclaredMethod("isValid", String.class, Map.class, byte[].class);
      isValid.setAccessible(true);
      for (Case one : cases()) {
        assertThat(isValid.invoke(null, one.secret(), one.headers(), one.body()))
            .isEqualTo(one.valid());
      }
    }
  }

  /** The environment cannot be set here, so a property takes the place of its variable. */
  @Test
  void the_java_with_the_library_accepts_what_bellhop_signed_and_nothing_else() throws Exception {
    String source =
        snippet("java library")
            .replace("System.getenv(\"WEBHOOK_SECRET\")", "System.getProperty(\"verify.secret\")");
    try (URLClassLoader loader = compiled("Deliveries", source)) {
      for (Case one : cases()) {
        System.setProperty("verify.secret", one.secret());
        assertThat(isAccepted(loader.loadClass("Deliveries"), one)).isEqualTo(one.valid());
      }
    } finally {
      System.clearProperty("verify.secret");
    }
  }

  private static boolean isAccepted(Class<?> deliveries, Case one) throws Exception {
    var made = deliveries.getDeclaredConstructor();
    made.setAccessible(true);
    Method verify = deliveries.getDeclaredMethod("verify", Map.class, String.class);
    verify.setAccessible(true);
    Map<String, List<String>> headers = new TreeMap<>();
    one.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    try {
      verify.invoke(made.newInstance(), headers, new String(one.body(), StandardCharsets.UTF_8));
      return true;
    } catch (InvocationTargetException e) {
      return false;
    }
  }

  private URLClassLoader compiled(String name, String source) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());
    assertThat(result).isZero();
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
  }
}
