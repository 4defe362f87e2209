package io.bellhop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.PausedException;
import io.bellhop.failure.RetryableException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class EnrichmentStrategyTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final EnrichmentStrategy strategy = new EnrichmentStrategy();

  @Test
  void an_answer_becomes_the_body_with_what_the_call_has_set() {
    Exchange answer = exchange("answer");
    answer.setVariable("found", "yes");

    Exchange joined = strategy.aggregate(exchange("message"), answer);

    assertThat(joined.getMessage().getBody()).isEqualTo("answer");
    assertThat(joined.getVariable("found")).isEqualTo("yes");
  }

  @Test
  void an_answer_becomes_a_variable_and_the_body_stays() {
    strategy.setInto("guest");

    Exchange joined = strategy.aggregate(exchange("message"), exchange("answer"));

    assertThat(joined.getMessage().getBody()).isEqualTo("message");
    assertThat(joined.getVariable("guest")).isEqualTo("answer");
  }

  @Test
  void a_refusal_is_no_failure_and_the_message_stays_as_it_was() {
    Exchange answer = exchange("half an answer");
    answer.setVariable("found", "yes");
    answer.setException(new ApiRejectedException("403", "not yours"));

    Exchange joined = strategy.aggregate(exchange("message"), answer);

    assertThat(joined.isFailed()).isFalse();
    assertThat(joined.getMessage().getBody()).isEqualTo("message");
    assertThat(joined.getVariable("refusal")).isEqualTo("not yours");
    assertThat(joined.getVariable("refusalCode")).isEqualTo("403");
    assertThat(joined.getVariable("found")).isEqualTo("yes");
  }

  @Test
  void an_answer_takes_the_place_of_an_earlier_refusal() {
    Exchange refused = exchange("");
    refused.setException(new ApiRejectedException("no such guest"));
    Exchange message = strategy.aggregate(exchange("message"), refused);

    Exchange joined = strategy.aggregate(message, exchange("answer"));

    assertThat(joined.getVariable("refusal")).isNull();
    assertThat(joined.getVariable("refusalCode")).isNull();
  }

  @Test
  void a_pause_of_the_account_holds_the_message() {
    Exchange answer = exchange("");
    PausedException pause = new PausedException("no API call now", null);
    answer.setException(pause);

    Exchange joined = strategy.aggregate(exchange("message"), answer);

    assertThat(joined.getException()).isSameAs(pause);
    assertThat(joined.getVariable("refusal")).isNull();
  }

  @Test
  void any_other_failure_is_one_of_the_route() {
    Exchange answer = exchange("");
    RetryableException away = new RetryableException("the API is away", null, true);
    answer.setException(away);

    Exchange joined = strategy.aggregate(exchange("message"), answer);

    assertThat(joined.getException()).isSameAs(away);
    assertThat(joined.getVariable("refusal")).isNull();
  }

  private Exchange exchange(String body) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(body);
    return exchange;
  }
}
