package io.bellhop.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.NewMessage;
import io.bellhop.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which messages bring the tree of their body along. */
class InboxMessageFactoryTest {
  @Test
  void a_body_that_a_worker_may_begin_with_at_once_brings_its_tree_without_what_is_dropped()
      throws Exception {
    InboxMessage message = messages("{'event':'e','id':'1','cvv':'123'}").get(0);

    JsonNode tree = message.parsed().take();

    assertThat(tree).isEqualTo(VerifierInput.json("{'event':'e','id':'1'}"));
    assertThat(tree).isEqualTo(Json.read(Json.mapper(), message.body()));
  }

  @Test
  void elements_share_what_stands_around_them_so_they_bring_none() {
    List<InboxMessage> messages =
        messages(
            "{'event':'e','around':{},'data':[{'id':'1'},{'id':'2'}]}",
            "body",
            "any",
            "elements",
            "$.data",
            "idempotencyKey",
            "$.data.id");

    assertThat(messages).hasSize(2).allMatch(message -> message.parsed().take() == null);
  }

  @Test
  void what_waits_for_others_brings_none() {
    assertThat(messages("{'event':'e'}", "mergeEvents", "e", "mergeWindow", "2s"))
        .allMatch(message -> message.parsed().take() == null);
  }

  @Test
  void a_large_body_brings_none() {
    assertThat(messages("{'event':'e','text':'%s'}".formatted("x".repeat(70_000))))
        .allMatch(message -> message.parsed().take() == null);
  }

  @Test
  void a_dead_letter_brings_none() {
    assertThat(messages("{'no':'event'}")).allMatch(message -> message.parsed().take() == null);
  }

  private static List<InboxMessage> messages(String body, String... parameters) {
    InboxMessageFactory factory =
        new InboxMessageFactory(
            VerifierInput.settings(parameters),
            AccountResolver.OF_THE_URL,
            Json.mapper(),
            VerifierInput.clock(1_777_714_200));
    return factory
        .webhook(
            VerifierInput.account(Map.of("username", "u", "password", "p")),
            VerifierInput.headers(),
            body.replace('\'', '"').getBytes(UTF_8),
            null)
        .stream()
        .map(NewMessage::message)
        .toList();
  }
}
