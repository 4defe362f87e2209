package io.bellhop.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.net.RequestHeaders;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of senders that write no Unicode. */
class DeclaredCharsetTest {
  private static final String BODY = "{\"name\": \"Zo\u00eb\"}";

  @ParameterizedTest
  @CsvSource({
    "application/json; charset=ISO-8859-1, ISO-8859-1",
    "application/json;charset=\"windows-1252\", windows-1252",
    "text/plain; format=flowed; Charset = latin1; x=y, ISO-8859-1"
  })
  void what_is_no_utf_8_is_read_as_the_content_type_says(String contentType, String charset) {
    byte[] sent = BODY.getBytes(Charset.forName(charset));

    assertThat(DeclaredCharset.inUtf8(sent, headers(contentType))).isEqualTo(BODY.getBytes(UTF_8));
  }

  @Test
  void utf_8_stays_whatever_the_content_type_says() {
    byte[] sent = BODY.getBytes(UTF_8);

    assertThat(DeclaredCharset.inUtf8(sent, headers("application/json; charset=ISO-8859-1")))
        .isSameAs(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-16",
        "application/json; charset=UTF8",
        "application/json; charset=klingon",
        "application/json; charset=",
        "application/json; charset=../x",
        "application/json; xcharset=latin1"
      })
  void a_name_that_says_nothing_changes_nothing(String contentType) {
    byte[] sent = BODY.getBytes(ISO_8859_1);
    byte[] unicode = BODY.getBytes(UTF_16);

    assertThat(DeclaredCharset.inUtf8(sent, headers(contentType))).isSameAs(sent);
    assertThat(DeclaredCharset.inUtf8(unicode, headers(contentType))).isSameAs(unicode);
    assertThat(DeclaredCharset.inUtf8(sent, new RequestHeaders(List.of()))).isSameAs(sent);
  }

  private static RequestHeaders headers(String contentType) {
    return new RequestHeaders(List.of(Map.entry("Content-Type", contentType)));
  }
}
