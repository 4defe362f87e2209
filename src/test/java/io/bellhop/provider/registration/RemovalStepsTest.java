package io.bellhop.provider.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.account.Account;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.pipeline.EnrichmentStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalStepsTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RegistrationContext registering =
      new RegistrationContext((Account) null, "https://hub.example.com/hooks/acme/t", true);

  @ParameterizedTest
  @ValueSource(strings = {"404", "410"})
  void a_webhook_that_is_gone_already_counts_as_removed(String status) {
    new RemovalSteps().removed(refused(status));

    assertThat(registering.removed()).hasValue(1);
  }

  @Test
  void another_refusal_is_a_failure() {
    Exchange refused = refused("403");

    assertThatThrownBy(() -> new RemovalSteps().removed(refused))
        .isInstanceOf(ApiRejectedException.class)
        .hasMessage("refused");
    assertThat(registering.removed()).hasValue(0);
  }

  private Exchange refused(String status) {
    Exchange answer = exchange();
    answer.setException(new ApiRejectedException(status, "refused"));
    return new EnrichmentStrategy().aggregate(exchange(), answer);
  }

  private Exchange exchange() {
    Exchange exchange = new DefaultExchange(context);
    registering.on(exchange);
    return exchange;
  }
}
