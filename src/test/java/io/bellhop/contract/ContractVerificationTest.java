package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.support.Trials.Trial;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who has sent a request, and whether it is one that a provider would send. */
class ContractVerificationTest extends FixtureRules {
  /** One character of one header that is not as signed, or no header at all. */
  @TestFactory
  Stream<DynamicTest> verify_the_sender() {
    Map<Trial, Map<String, Integer>> answers = new ConcurrentHashMap<>();
    return rule(
        "verify",
        well,
        fixtures.stream(),
        List.of(trial -> answers.put(trial, answersToFalseProofs(trial))),
        trial -> {
          if (answers.get(trial).isEmpty()) {
            assertThat(isKnownByItsTokenAlone(trial.fixture().provider())).isTrue();
          }
          assertThat(answers.get(trial)).allSatisfy((what, s) -> assertThat(s).isEqualTo(401));
          assertThat(trial.statuses()).as("nothing is stored").isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> verify_the_request() {
    Map<Trial, Map<String, Integer>> answers = new ConcurrentHashMap<>();
    return rule(
        "verify of what is no delivery",
        well,
        oneOfEach(),
        List.of(trial -> answers.put(trial, answersToWhatIsNoDelivery(trial))),
        trial -> {
          assertThat(answers.get(trial))
              .isEqualTo(
                  Map.of(
                      "unknown token",
                      404,
                      "GET",
                      isAskedByGet(trial.fixture().provider()) ? 200 : 405,
                      "half a body",
                      200,
                      "another form",
                      200));
          assertThat(trial.statuses())
              .as("what is proven is kept, readable or not")
              .containsExactly("dead", "dead");
        });
  }

  @TestFactory
  Stream<DynamicTest> verify_nothing_of_an_account_that_may_have_no_proof() {
    return rule(
        "verify without a proof",
        well,
        oneOfEach().filter(f -> "true".equals(folder(f.provider()).ingest().get("verifyOptional"))),
        f -> well.trial(f, f.fixtures(), withoutWebhook(f.provider())),
        List.of(Trial::send),
        FixtureRules::isAsExpected);
  }

  private boolean isAskedByGet(String provider) {
    return folder(provider).ingest().getOrDefault("check", "").contains("get");
  }

  private static ObjectNode withoutWebhook(String provider) {
    return TestHub.accountFields(provider).without("webhook");
  }

  private boolean isKnownByItsTokenAlone(String provider) {
    Map<String, String> ingest = folder(provider).ingest();
    return ingest.get("verify").equals("token")
        || "true".equals(ingest.get("verifyOptional"))
            && TestHub.accountFields(provider).path("webhook").isEmpty();
  }

  private static Map<String, Integer> answersToFalseProofs(Trial trial) {
    byte[] body = trial.fixture().body();
    Map<String, String> verifier = trial.verifier(body, "once");
    Map<String, Integer> answers = new HashMap<>();
    for (Map.Entry<String, String> header : verifier.entrySet()) {
      Map<String, String> changed = new HashMap<>(verifier);
      changed.put(header.getKey(), lastFlipped(header.getValue()));
      answers.put(
          header.getKey() + " changed", trial.answer("POST", trial.listener(), body, changed));
    }
    if (!verifier.isEmpty()) {
      answers.put("no proof", trial.answer("POST", trial.listener(), body, Map.of()));
    }
    return answers;
  }

  /** A digit for a digit: letters of another case may mean the same. */
  private static String lastFlipped(String value) {
    char last = value.charAt(value.length() - 1);
    return value.substring(0, value.length() - 1) + (last == '0' ? '1' : '0');
  }

  private Map<String, Integer> answersToWhatIsNoDelivery(Trial trial) {
    URI listener = trial.listener();
    byte[] good = trial.fixture().body();
    byte[] half = bytes("{");
    byte[] other =
        bytes(
            folder(trial.fixture().provider())
                    .ingest()
                    .getOrDefault("body", "object")
                    .equals("array")
                ? "{}"
                : "[]");
    Map<String, Integer> answers = new HashMap<>();
    answers.put(
        "unknown token",
        trial.answer("POST", URI.create(listener + "x"), good, trial.verifier(good, "unknown")));
    answers.put("GET", trial.answer("GET", listener, null, Map.of()));
    answers.put("half a body", trial.answer("POST", listener, half, trial.verifier(half, "half")));
    answers.put(
        "another form", trial.answer("POST", listener, other, trial.verifier(other, "other")));
    return answers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
