package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.inbox.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Makes a delivery of a body: parses it once, drops what must not be kept, reads its keys as the
 * provider's folder says. Thread-safe.
 */
final class Intake {
  /** Columns hold 300 characters, of which an account's id takes 37. */
  private static final int LONGEST_KEY = 200;

  private static final int LONGEST_EVENT = 100;

  private final ListenerSettings settings;
  private final BodyReader bodies;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  Intake(ListenerSettings settings, ObjectMapper mapper, Clock clock) {
    this.settings = settings;
    this.bodies = new BodyReader(mapper, settings.body(), settings.drop());
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * @return null if the body is not JSON as the provider sends it
   */
  Delivery webhook(Account account, RequestHeaders headers, byte[] bytes) {
    Body body = bodies.read(bytes);
    if (body == null) {
      return null;
    }
    Instant now = clock.instant();
    String event = settings.event().read(body, headers);
    String repeat = settings.idempotencyKey().read(body, headers);
    boolean mergeable = event != null && settings.merged().test(event);
    return delivery(
        account,
        event,
        settings.orderKey().read(body, headers),
        repeat == null ? body.hash() : clean(repeat, LONGEST_KEY),
        "webhook",
        mergeable,
        now,
        mergeable ? now.plus(settings.mergeWindow()) : now,
        SafeHeaders.json(mapper, headers, account, settings.proof().header()),
        body);
  }

  /**
   * What a list shows of a record, as the delivery that a webhook of it would have been.
   *
   * @param readAt when the list was asked for
   * @return null if the body is not such as the provider sends
   */
  Delivery listed(Account account, JsonNode json, String idempotencyKey, Instant readAt) {
    Body body;
    try {
      body = bodies.read(mapper.writeValueAsBytes(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a tree can always be written
    }
    if (body == null) {
      return null;
    }
    RequestHeaders none = new RequestHeaders(List.of());
    return delivery(
        account,
        settings.event().read(body, none),
        settings.orderKey().read(body, none),
        idempotencyKey,
        Delivery.SYNC,
        false,
        readAt,
        readAt,
        "{}",
        body);
  }

  private Delivery delivery(
      Account account,
      String event,
      String order,
      String idempotencyKey,
      String origin,
      boolean mergeable,
      Instant receivedAt,
      Instant dueAt,
      String headers,
      Body body) {
    UUID id = ids.generate();
    return new Delivery(
        id,
        account.id(),
        settings.provider(),
        event == null ? "unknown" : clean(event, LONGEST_EVENT),
        // Without a key there is nothing to keep in order with.
        account.id() + " " + (order == null ? id.toString() : clean(order, LONGEST_KEY)),
        idempotencyKey,
        origin,
        mergeable,
        receivedAt,
        dueAt,
        headers,
        body.bytes(),
        0,
        null);
  }

  /** A key that is too long for its column, or has control characters, is known by its hash. */
  private static String clean(String text, int longest) {
    return text.length() <= longest && text.chars().noneMatch(Character::isISOControl)
        ? text
        : Body.hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
