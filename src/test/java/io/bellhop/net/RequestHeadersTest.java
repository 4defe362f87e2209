package io.bellhop.net;

import static io.bellhop.ingest.VerifierInput.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

class RequestHeadersTest {
  @Test
  void names_have_no_case() {
    RequestHeaders headers = headers("X-ID", "1");

    assertThat(headers.one("x-id")).isEqualTo("1");
    assertThat(headers.one("X-Id")).isEqualTo("1");
  }

  @Test
  void names_have_no_case_in_turkey_either() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(headers("SVIX-ID", "1").one("svix-id")).isEqualTo("1");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void a_missing_header_is_null() {
    assertThat(headers("x-id", "1").one("x-other")).isNull();
  }

  @Test
  void a_repeated_one_decides_nothing() {
    assertThat(headers("x-id", "1", "x-id", "2").one("x-id")).isNull();
    assertThat(headers("x-id", "1", "X-ID", "1").one("x-id")).isNull();
  }

  @Test
  void all_of_them_stay_in_their_order() {
    assertThat(headers("X-Id", "2", "x-id", "1", "Accept", "*/*").all())
        .containsEntry("x-id", List.of("2", "1"))
        .containsEntry("accept", List.of("*/*"))
        .hasSize(2);
  }

  @Test
  void what_a_query_names_is_no_header() {
    DefaultMessage message = new DefaultMessage(new DefaultCamelContext());
    message.setHeader(Exchange.HTTP_QUERY, "X-Signature=1&author%69zation=2&100%");
    message.setHeader("x-signature", "1");
    message.setHeader("Authorization", "2");
    message.setHeader("x-id", "3");

    assertThat(RequestHeaders.of(message).all()).containsOnlyKeys("x-id");
  }
}
