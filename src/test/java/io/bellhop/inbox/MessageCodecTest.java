package io.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a request's messages are after they were in the journal. */
class MessageCodecTest {
  private static final Instant NOW = Instant.parse("2026-05-02T09:30:00.123456789Z");

  @Test
  void messages_come_back_as_they_were() throws Exception {
    InboxMessage webhook =
        InboxMessage.builder(UUID.randomUUID(), UUID.randomUUID(), "pms")
            .nativeEvent("stay.changed")
            .keys("account 7", "once-7 Zoë")
            .mergeable(true)
            .receivedAt(NOW)
            .dueAt(NOW.plusSeconds(3))
            .headers("{\"content-type\":\"application/json\"}")
            .body("{\"guest\":\"Zoë 🏠\"}".getBytes(StandardCharsets.UTF_8))
            .build();
    InboxMessage letter =
        InboxMessage.builder(UUID.randomUUID(), UUID.randomUUID(), "pms")
            .nativeEvent("unknown")
            .keys("account 8", "once-8")
            .kind(MessageKind.UNREAD)
            .receivedAt(NOW)
            .body(new byte[] {0, (byte) 0xff})
            .build();
    List<NewMessage> request =
        List.of(NewMessage.of(webhook), new NewMessage(letter, "the body is empty"));

    List<NewMessage> read = MessageCodec.read(MessageCodec.write(request));

    assertThat(read).usingRecursiveComparison().isEqualTo(request);
  }

  @Test
  void a_record_of_another_format_is_an_error() {
    assertThatThrownBy(() -> MessageCodec.read(new byte[] {9, 0, 0, 0, 0}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unknown format 9");
  }
}
