package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteExchange.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.ParsedBody;
import io.bellhop.json.Json;
import io.bellhop.tracing.Tracing;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class MessageExchangesTest {
  private final MessageExchanges exchanges =
      new MessageExchanges(
          new DefaultCamelContext(),
          Json.mapper(),
          (account, message, body) -> body.path("tenant").asText().equals("other"),
          Tracing.OFF);

  @Test
  void the_tree_that_came_along_is_for_one_exchange_and_a_second_try_reads_the_bytes() {
    JsonNode tree = json("{'a': 1, 'of': 'tree'}");
    InboxMessage message = message("{\"a\": 1}", tree);

    assertThat(body(message)).isSameAs(tree);
    assertThat(body(message)).isEqualTo(json("{'a': 1}"));
  }

  @Test
  void without_one_the_bytes_are_read() {
    assertThat(body(message("{\"a\": 1}", null))).isEqualTo(json("{'a': 1}"));
  }

  @Test
  void a_body_of_another_tenant_ends_whichever_way_it_comes() {
    JsonNode tree = json("{'tenant': 'other'}");

    assertThat(exchanges.make(context(message("{}", tree)))).isEmpty();
    assertThat(exchanges.make(context(message("{\"tenant\": \"other\"}", null)))).isEmpty();
  }

  private JsonNode body(InboxMessage message) {
    return exchanges.make(context(message)).orElseThrow().getMessage().getBody(JsonNode.class);
  }

  private static InboxMessage message(String bytes, JsonNode tree) {
    return RouteExchange.message("k").toBuilder()
        .body(bytes.getBytes(UTF_8))
        .parsed(ParsedBody.of(tree))
        .build();
  }

  private static ExchangeContext context(InboxMessage message) {
    return new ExchangeContext(
        RouteExchange.result(message), RouteExchange.account(), List.of(message));
  }
}
