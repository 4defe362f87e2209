package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteExchange.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.UnmappedValue;
import io.bellhop.inbox.InboxMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergeStrategyTest {
  private final CamelContext context = new DefaultCamelContext();
  private final MergeStrategy strategy = new MergeStrategy();

  @Test
  void one_alone_stays_as_it_is() {
    Exchange only = exchange("{'a': 1}");

    assertThat(merged(only)).isSameAs(only);
    assertThat(only.getMessage().getBody(JsonNode.class)).isEqualTo(json("{'a': 1}"));
  }

  @Test
  void without_a_version_the_later_arrival_counts() {
    assertThat(merge("{'a': 1, 'b': 1}", "{'a': 2}")).isEqualTo(json("{'a': 2}"));
  }

  @Test
  void with_one_the_newer_counts_in_whichever_order_they_arrive() {
    strategy.setVersion("/booking/at");
    String older = "{'a': 1, 'booking': {'at': '2026-05-02T09:30:00.000Z'}}";
    String newer = "{'a': 2, 'booking': {'at': '2026-05-02T09:30:00.001Z'}}";

    assertThat(merge(older, newer)).isEqualTo(json(newer));
    assertThat(merge(newer, older)).isEqualTo(json(newer));
  }

  @Test
  void of_two_with_the_same_version_the_later_arrival_counts() {
    strategy.setVersion("/at");

    assertThat(merge("{'at': '1', 'a': 1}", "{'at': '1', 'a': 2}").get("a")).isEqualTo(json("2"));
  }

  @Test
  void the_words_of_an_end_count_however_they_are_written() {
    strategy.setVersion("/at");
    strategy.setTerminal("/status no_show");
    String active = "{'at': '1', 'status': 'active'}";

    for (String word : List.of("No-Show", "noShow", " NO SHOW ")) {
      String ended = "{'at': '1', 'status': '" + word + "'}";
      assertThat(merge(ended, active)).isEqualTo(json(ended));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'3'", "'2026-05-02T09:30:00Z'"})
  void a_body_with_the_same_version_does_not_undo_a_cancellation(String at) {
    strategy.setVersion("/at");
    strategy.setTerminal("/stay/status canceled cancelled");
    String canceled = "{'at': " + at + ", 'stay': {'status': 'Canceled'}}";
    String active = "{'at': " + at + ", 'stay': {'status': 'active'}}";
    String later = "{'at': '2026-05-02T09:30:01Z', 'stay': {'status': 'active'}}";

    assertThat(merge(canceled, active)).isEqualTo(json(canceled));
    assertThat(merge(active, canceled)).isEqualTo(json(canceled));
    assertThat(merge(canceled.replace("'3'", "'2026-05-02T09:30:00Z'"), later))
        .isEqualTo(json(later));
  }

  @Test
  void one_without_a_version_is_the_older() {
    strategy.setVersion("/at");

    assertThat(merge("{'at': '1', 'a': 1}", "{'a': 2}").get("a")).isEqualTo(json("1"));
    assertThat(merge("{'a': 2}", "{'at': '1', 'a': 1}").get("a")).isEqualTo(json("1"));
  }

  /** Each pair is of one kind of provider; the first of the two is the newer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'''2026-05-02T09:30:00.4Z''' | '''2026-05-02T09:30:00Z'''",
        "'''2026-05-02T09:30:00Z''' | '''2026-05-02T10:29:00+01:00'''",
        "'''2026-05-02T04:30:00-05:00''' | '''2026-05-02T09:29:00Z'''",
        "'''2026-05-02T09:30:01+0000''' | '''2026-05-02 09:30:00'''",
        "'''2026-05-02T09:30Z''' | '''2026-05-02T09:29:59.999999Z'''",
        "1777714200 | 1777714199",
        "1777714200000 | '''1777714199999'''",
        "10 | 9"
      })
  void times_are_compared_as_instants_however_they_are_written(String newer, String older) {
    strategy.setVersion("/at");
    String now = "{'at': %s, 'a': 2}".formatted(newer);
    String then = "{'at': %s, 'a': 1}".formatted(older);

    assertThat(merge(then, now).get("a")).isEqualTo(json("2"));
    assertThat(merge(now, then).get("a")).isEqualTo(json("2"));
  }

  @Test
  void local_times_are_of_the_zone_that_is_named() {
    strategy.setVersion("/at");
    strategy.setZone("Europe/Berlin");

    assertThat(merge("{'at': '2026-05-02 11:30:00', 'a': 2}", "{'at': '2026-05-02T09:29:00Z'}"))
        .isEqualTo(json("{'at': '2026-05-02 11:30:00', 'a': 2}"));
  }

  @Test
  void a_time_that_cannot_be_read_leaves_the_order_to_arrival_and_says_so() {
    strategy.setVersion("/at");
    Exchange first = exchange("{'at': '2026-05-02T09:30:00Z', 'a': 1}");
    Exchange second = exchange("{'at': 'a moment ago', 'a': 2}");

    Exchange merged = merged(first, second);

    assertThat(merged.getMessage().getBody(JsonNode.class).get("a")).isEqualTo(json("2"));
    assertThat(Warnings.of(merged).takeTexts()).hasSize(1).first().asString().startsWith("/at");
  }

  @Test
  void a_time_of_next_year_does_not_make_a_body_the_newest() {
    strategy.setVersion("/at");

    assertThat(
            merge(
                    "{'at': '2028-01-01T00:00:00Z', 'a': 1}",
                    "{'at': '2026-05-02T09:29:00Z', 'a': 2}")
                .get("a"))
        .isEqualTo(json("2"));
  }

  @Test
  void unreadable_parts_of_any_of_them_are_reported_for_the_whole() {
    Exchange first = exchange("{'a': 1}");
    Exchange second = exchange("{'a': 2}");
    Warnings.of(first).add("one");
    Warnings.of(first).addUnmapped("status", "no_show");
    Warnings.of(second).add("other");

    Exchange merged = merged(first, second);

    assertThat(Warnings.of(merged).takeTexts()).contains("one", "other").hasSize(3);
    assertThat(Warnings.of(merged).takeUnmapped())
        .containsExactly(new UnmappedValue("status", "no_show"));
  }

  @Test
  void what_the_newer_one_removed_is_not_filled_in_again() {
    strategy.setFill(true);
    strategy.setStates("before,now");
    String older = "{'now': {'note': 'x', 'code': 1, 'money': {'total': 5}}}";

    assertThat(
            merge(older, "{'now': {'note': null}, 'before': {'note': 'x', 'money': {'total': 4}}}")
                .get("now"))
        .isEqualTo(json("{'code': 1, 'money': {'total': 5}}"));
  }

  @Test
  void what_is_common_is_kept_only_if_all_have_it() {
    strategy.setCommon("entity");

    assertThat(merge("{'entity': 1}", "{'entity': 2}")).isEqualTo(json("{'entity': 2}"));
    assertThat(merge("{'a': 1}", "{'a': 2, 'entity': 2}"))
        .isEqualTo(json("{'a': 2, 'entityOfSome': 2}"));
    assertThat(merge("{'a': 1, 'entity': 1}", "{'a': 2}"))
        .isEqualTo(json("{'a': 2, 'entityOfSome': 1}"));
  }

  @Test
  void fill_takes_what_the_newer_lacks_from_the_older_at_any_depth() {
    strategy.setFill(true);

    assertThat(
            merge(
                "{'a': 1, 'b': 1, 'deep': {'x': 1, 'y': 1}, 'list': [1, 2]}",
                "{'a': 2, 'b': null, 'deep': {'x': 2}, 'list': [3]}"))
        .isEqualTo(json("{'a': 2, 'b': 1, 'deep': {'x': 2, 'y': 1}, 'list': [3]}"));
  }

  @Test
  void earliest_keeps_the_state_before_the_first_change() {
    strategy.setEarliest("before");

    assertThat(merge("{'before': 1, 'now': 2}", "{'before': 2, 'now': 3}"))
        .isEqualTo(json("{'before': 1, 'now': 3}"));
    assertThat(merge("{'now': 2}", "{'before': 2, 'now': 3}"))
        .isEqualTo(json("{'before': 2, 'now': 3}"));
  }

  @Test
  void earliest_makes_up_nothing() {
    strategy.setEarliest("before");

    assertThat(merge("{'now': 2}", "{'now': 3}")).isEqualTo(json("{'now': 3}"));
  }

  @Test
  void that_holds_for_three_which_arrive_out_of_order() {
    strategy.setVersion("/at");
    strategy.setEarliest("before");
    Exchange first = exchange("{'at': '1', 'before': 'a'}");
    Exchange third = exchange("{'at': '3', 'before': 'c'}");
    Exchange second = exchange("{'at': '2', 'before': 'b'}");

    Exchange merged = merged(first, third, second);

    assertThat(merged.getMessage().getBody(JsonNode.class))
        .isEqualTo(json("{'at': '3', 'before': 'a'}"));
  }

  @Test
  void union_gathers_values_and_lists_of_all_each_once() {
    strategy.setUnion("kind,kinds");

    assertThat(merge("{'kind': 'a', 'kinds': ['x', 'y']}", "{'kind': 'b', 'kinds': ['y', 'z']}"))
        .isEqualTo(json("{'kind': ['a', 'b'], 'kinds': ['x', 'y', 'z']}"));
    assertThat(merge("{'kind': null}", "{'kind': 'b'}")).isEqualTo(json("{'kind': ['b']}"));
    assertThat(merge("{'a': 1}", "{'a': 2}")).isEqualTo(json("{'a': 2}"));
  }

  @Test
  void all_deliveries_go_along_in_their_order_of_arrival() {
    strategy.setVersion("/at");
    Exchange first = exchange("{'at': '3'}");
    Exchange second = exchange("{'at': '1'}");
    Exchange third = exchange("{'at': '2'}");
    List<InboxMessage> expected =
        List.of(
            ExchangeContext.of(first).first(),
            ExchangeContext.of(second).first(),
            ExchangeContext.of(third).first());

    Exchange merged = merged(first, second, third);

    assertThat(ExchangeContext.of(merged).messages()).containsExactlyElementsOf(expected);
    assertThat(merged.getMessage().getBody(JsonNode.class)).isEqualTo(json("{'at': '3'}"));
  }

  @Test
  void what_the_newer_exchange_knows_besides_its_body_counts_too() {
    strategy.setVersion("/at");
    Exchange newer = exchange("{'at': '2'}");
    Exchange older = exchange("{'at': '1'}");
    newer.setVariable("event", "updated.v2");
    older.setVariable("event", "updated");

    assertThat(merged(newer, older).getVariable("event")).isEqualTo("updated.v2");
  }

  @Test
  void the_bodies_that_came_are_not_changed() {
    strategy.setFill(true);
    strategy.setUnion("kinds");
    JsonNode first = json("{'a': {'x': 1}, 'kinds': [1]}");
    JsonNode second = json("{'a': {'y': 2}, 'kinds': [2]}");

    JsonNode third = json("{'kinds': [3]}");

    assertThat(
            merged(exchange(first), exchange(second), exchange(third))
                .getMessage()
                .getBody(JsonNode.class))
        .isEqualTo(json("{'a': {'x': 1, 'y': 2}, 'kinds': [1, 2, 3]}"));

    assertThat(first).isEqualTo(json("{'a': {'x': 1}, 'kinds': [1]}"));
    assertThat(second).isEqualTo(json("{'a': {'y': 2}, 'kinds': [2]}"));
    assertThat(third).isEqualTo(json("{'kinds': [3]}"));
  }

  @Test
  void one_alone_is_not_changed_by_what_several_would_be() {
    strategy.setUnion("kind");

    assertThat(merged(exchange("{'kind': 'a'}")).getMessage().getBody(JsonNode.class))
        .isEqualTo(json("{'kind': 'a'}"));
  }

  /** As many as one claim reads. Each merge reads every body but the newest once. */
  @Test
  void a_group_of_hundreds_is_merged_once() {
    strategy.setVersion("/at");
    strategy.setFill(true);
    AtomicInteger reads = new AtomicInteger();
    Exchange[] all =
        IntStream.rangeClosed(1, 256)
            .mapToObj(i -> exchange(new Body(i, reads)))
            .toArray(Exchange[]::new);

    Exchange merged = merged(all);

    assertThat(reads).hasValue(255);
    assertThat(merged.getMessage().getBody(JsonNode.class).get("at")).isEqualTo(json("256"));
    assertThat(merged.getMessage().getBody(JsonNode.class).size()).isEqualTo(257);
    assertThat(ExchangeContext.of(merged).messages()).hasSize(256);
  }

  @Test
  void the_aggregator_passes_on_a_merged_body_also_of_a_group_that_is_completed_by_force()
      throws Exception {
    strategy.setFill(true);
    BlockingQueue<JsonNode> passedOn = new LinkedBlockingQueue<>();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:in")
                .aggregate(constant("k"), strategy)
                .completionSize(3)
                .executorService(new SynchronousExecutorService())
                .process(e -> passedOn.add(e.getMessage().getBody(JsonNode.class)));
          }
        });
    context.start();
    try (ProducerTemplate template = context.createProducerTemplate()) {
      for (String body : List.of("{'a': 1}", "{'b': 1}", "{'c': 1}", "{'d': 1}", "{'e': 1}")) {
        template.send("direct:in", exchange(body));
      }
      assertThat(passedOn).containsExactly(json("{'a': 1, 'b': 1, 'c': 1}"));

      context.getRoutes().get(0).filter("*").stream()
          .filter(AggregateProcessor.class::isInstance)
          .forEach(a -> ((AggregateProcessor) a).forceCompletionOfGroup("k"));

      assertThat(passedOn).hasSize(2).endsWith(json("{'d': 1, 'e': 1}"));
    } finally {
      context.stop();
    }
  }

  /** A body with a field of its own that counts how often it fills another one. */
  @SuppressWarnings("unchecked") // of Jackson's own methods
  private static final class Body extends ObjectNode {
    private static final long serialVersionUID = 1L;
    private final transient AtomicInteger reads;

    Body(int number, AtomicInteger reads) {
      super(JsonNodeFactory.instance);
      this.reads = reads;
      put("at", number);
      put("field" + number, true);
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> properties() {
      reads.incrementAndGet();
      return super.properties();
    }
  }

  private Exchange merged(Exchange... arrived) {
    Exchange gathered = null;
    for (Exchange next : arrived) {
      gathered = strategy.aggregate(gathered, next);
    }
    strategy.onCompletion(gathered);
    return gathered;
  }

  private JsonNode merge(String first, String second) {
    return merged(exchange(first), exchange(second)).getMessage().getBody(JsonNode.class);
  }

  private Exchange exchange(String body) {
    return exchange(json(body));
  }

  private Exchange exchange(JsonNode body) {
    Exchange exchange = RouteExchange.exchange(context, body);
    InboxMessage message = RouteExchange.message("k");
    new ExchangeContext(RouteExchange.result(message), RouteExchange.account(), List.of(message))
        .on(exchange);
    return exchange;
  }
}
