package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.FaultyAnswer;
import io.bellhop.support.LogCapture;
import io.bellhop.support.SenderDialect;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our webhook at each provider: made, corrected, moved and removed, and no other webhook touched.
 */
class RegisterTest extends Registering {
  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void what_is_not_there_is_made_once(SenderDialect of) {
    begin(of);
    List<ObjectNode> others = others();

    JsonNode first = register(200).path("data");
    List<ObjectNode> made = pms.at(account.listener().toString());
    List<String> writes = pms.writes();

    assertThat(first.path("type").asText()).isEqualTo("registration");
    assertThat(first.path("id").asText()).isEqualTo(account.id());
    assertThat(first.at("/attributes/made").asInt()).isEqualTo(ours());
    assertThat(made).hasSize(ours());
    assertThat(writes).hasSize(ours()).containsOnly("POST");
    assertThat(first.at("/attributes/registered_at").asText()).startsWith("20");
    assertThat(attributes().path("registered_at")).isEqualTo(first.at("/attributes/registered_at"));

    JsonNode again = register(200).path("data").path("attributes");
    assertThat(again.path("made").asInt() + again.path("changed").asInt()).isZero();
    assertThat(again.path("removed").asInt()).isZero();
    assertThat(again.path("kept").asInt()).isEqualTo(ours());
    assertThat(pms.writes()).isEqualTo(writes);
    assertThat(pms.at(account.listener().toString())).isEqualTo(made);
    assertThat(others()).isEqualTo(others);
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void a_wrong_webhook_of_ours_is_repaired(SenderDialect of) {
    begin(of);
    ObjectNode wrong = pms.add(account.listener().toString(), wrong());
    List<ObjectNode> others = others();

    JsonNode done = register(200).at("/data/attributes");

    assertThat(pms.at(account.listener().toString())).hasSize(ours()).doesNotContain(wrong);
    if (of == SenderDialect.OWNERREZ) {
      assertThat(done.path("made").asInt()).isEqualTo(ours());
      assertThat(done.path("removed").asInt()).isEqualTo(1);
    } else {
      assertThat(done.path("changed").asInt()).isEqualTo(1);
      assertThat(done.path("made").asInt() + done.path("removed").asInt()).isZero();
    }
    assertThat(register(200).at("/data/attributes/kept").asInt()).isEqualTo(ours());
    assertThat(others()).isEqualTo(others);
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void what_stands_at_an_earlier_public_url_is_replaced(SenderDialect of) {
    begin(of);
    String old = "https://old.example.com" + account.listener().getPath();
    pms.add(old, right());
    pms.add(old, right());
    List<ObjectNode> others = others();

    register(200);

    assertThat(pms.at(old)).isEmpty();
    assertThat(pms.at(account.listener().toString())).hasSize(ours());
    List<String> writes = pms.writes();
    assertThat(writes.subList(0, writes.size() - 1))
        .as("nothing is removed before what takes its place stands")
        .startsWith(writes.get(0))
        .doesNotContainSequence("DELETE", "POST");
    assertThat(others()).isEqualTo(others);
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void all_that_is_ours_is_removed_and_only_that(SenderDialect of) {
    begin(of);
    register(200);
    pms.add("https://old.example.com" + account.listener().getPath(), right());
    List<ObjectNode> others = others();

    assertThat(call("DELETE", 200).toString()).isEqualTo("{\"meta\":{\"message\":\"Success\"}}");

    assertThat(pms.entries()).isEqualTo(others);
    assertThat(attributes().has("registered_at")).isFalse();
    int writes = pms.writes().size();
    call("DELETE", 200);
    assertThat(pms.writes()).hasSize(writes);
    register(200);
    assertThat(pms.at(account.listener().toString())).hasSize(ours());
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void after_an_answer_that_was_lost_nothing_is_made_twice(SenderDialect of) {
    begin(of);
    pms.answerOnce(
        "POST", of == SenderDialect.GUESTY ? FaultyAnswer.never() : FixtureAnswer.of(502));

    JsonNode error = register(503);
    assertThat(error.at("/errors/code").asText()).isEqualTo("provider_unavailable");
    assertThat(attributes().has("registered_at")).isFalse();
    assertThat(pms.writes()).containsExactly("POST");

    register(200);
    assertThat(pms.at(account.listener().toString())).hasSize(ours());
    assertThat(pms.writes()).hasSize(ours());
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void a_refusal_says_what_to_set_right_and_changes_nothing(SenderDialect of) {
    begin(of);
    List<ObjectNode> before = pms.entries();
    for (int status : new int[] {401, 403, 422}) {
      pms.api().next(1, root(), FixtureAnswer.of(status));
      JsonNode error = register(422);
      assertThat(error.at("/errors/code").asText()).isEqualTo("provider_refused");
      assertThat(error.at("/errors/title").asText())
          .contains(String.valueOf(status), "GET " + root());
    }
    assertThat(pms.entries()).isEqualTo(before);
    assertThat(attributes().has("registered_at")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void a_limit_is_reported_with_the_time_to_wait(SenderDialect of) {
    begin(of);
    pms.api().next(1, root(), FixtureAnswer.tooManyRequests(1));

    HttpResponse<String> answer = send("POST");

    assertThat(answer.statusCode()).isEqualTo(503);
    long seconds = Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
    assertThat(seconds).isBetween(1L, 3L);
    assertThat(pms.writes()).isEmpty();
    if (of == SenderDialect.OWNERREZ) {
      // Its accounts share one limiter: the next test must not wait for it.
      Awaitility.await().until(() -> send("POST").statusCode() == 200);
    }
  }

  @Test
  void two_calls_at_once_do_not_make_it_twice() {
    begin(SenderDialect.CHANNEX);
    pms.api().next(1, root(), usual -> FaultyAnswer.late(usual, Duration.ofMillis(500)));
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(() -> send("POST").statusCode());
    Awaitility.await().until(() -> !pms.api().calls(root()).isEmpty());

    HttpResponse<String> second = send("POST");

    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.body()).contains("\"busy\"");
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    assertThat(first.join()).isEqualTo(200);
    assertThat(register(200).at("/data/attributes/kept").asInt()).isEqualTo(1);
    assertThat(pms.writes()).containsExactly("POST");
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void nothing_secret_is_on_the_way_or_in_the_log(SenderDialect of) {
    begin(of);
    String log;
    try (LogCapture lines = LogCapture.ofAll()) {
      pms.answerOnce("POST", FixtureAnswer.of(500));
      register(503);
      register(200);
      pms.api().next(1, root(), FixtureAnswer.of(422));
      register(422);
      call("DELETE", 200);
      log = lines.lines().toString();
    }
    List<String> secrets = new ArrayList<>(List.of(token(), "a-secret", "a-long-random", "whsec_"));
    assertThat(log).contains("the webhook of Account[" + of.provider()).doesNotContain(secrets);
    // Guesty has no other name for whose secret it is.
    pms.api().calls().stream()
        .filter(made -> !made.path().endsWith("/secret"))
        .forEach(made -> assertThat(made.path() + made.query()).doesNotContain(token()));
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void an_account_that_gets_no_webhooks_makes_none(SenderDialect of) {
    begin(of);
    api.call(
        "PUT",
        "/integration_accounts/" + account.id(),
        "{'integration_account':{'is_active':false}}",
        200);

    assertThat(register(422).at("/errors/code").asText()).isEqualTo("account_inactive");
    assertThat(pms.api().calls()).isEmpty();
    call("DELETE", 200);
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void a_provider_elsewhere_gets_no_url_that_it_cannot_reach(SenderDialect of) {
    begin(of);
    api.call(
        "PUT",
        "/integration_accounts/" + account.id(),
        "{'integration_account':{'api':{'base_url':'https://pms.example.com'}}}",
        200);

    JsonNode error = register(422);

    assertThat(error.at("/errors/code").asText()).isEqualTo("public_url");
    assertThat(error.at("/errors/title").asText()).contains("bellhop.public-url");
  }

  @ParameterizedTest
  @EnumSource(SenderDialect.class)
  void other_methods_and_unknown_accounts_are_answered_as_everywhere(SenderDialect of) {
    begin(of);

    call("GET", 405);
    api.call("POST", "/integration_accounts/" + UUID.randomUUID() + "/register", "", 404);
  }

  private String wrong() {
    return switch (dialect) {
      case OWNERREZ -> "{'type':'Booking','action':'EntityUpdate','category':'dates'}";
      case GUESTY -> "{'events':['listing.updated']}";
      case CHANNEX -> "{'event_mask':'*','is_active':false,'send_data':true,'is_global':true}";
      case BOOKING_EXPERTS -> "{'events':['reservation|created']}";
      case CALRY -> "{'enabled':false,'eventSubscription':{'reservation.created':true}}";
    };
  }

  private List<ObjectNode> others() {
    return pms.entries().stream().filter(e -> !e.toString().contains(token() + "\"")).toList();
  }

  private HttpResponse<String> send(String method) {
    return api.send(
        method,
        "/integration_accounts/" + account.id() + "/register",
        null,
        Map.of("user-api-key", TestHub.API_KEY));
  }
}
