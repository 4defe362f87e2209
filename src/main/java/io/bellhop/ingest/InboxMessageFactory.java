package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.inbox.NewMessage;
import io.bellhop.inbox.ParsedBody;
import io.bellhop.ingest.AccountResolver.Recipient;
import io.bellhop.net.RequestHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes messages from a body: parses it once, removes fields that it must not store, splits it if
 * it has several events, and reads the keys that the provider's folder names. A body that it cannot
 * use becomes a dead letter with its bytes. Thread-safe.
 */
final class InboxMessageFactory {
  /** Columns hold 300 characters, of which an account's id takes 37. */
  private static final int LONGEST_KEY = 200;

  private static final int LONGEST_EVENT = 100;

  private static final String UNKNOWN = "unknown";

  private final ListenerSettings settings;
  private final AccountResolver accounts;
  private final BodyReader bodies;
  private final RawBodyMasker masker;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  InboxMessageFactory(
      ListenerSettings settings, AccountResolver accounts, ObjectMapper mapper, Clock clock) {
    this.settings = settings;
    this.accounts = accounts;
    this.bodies = new BodyReader(mapper, settings.body().kind(), settings.body().drop());
    this.masker = new RawBodyMasker(settings.body().drop()::has);
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * The messages of a webhook, at least one. Without a trace parent they belong to the sender's
   * trace.
   */
  List<NewMessage> webhook(
      Account account, RequestHeaders headers, byte[] bytes, String traceParent) {
    return messages(
        account, headers, bytes, kept(account, headers, traceParent), MessageKind.WEBHOOK);
  }

  /** A dead letter of a body that could not be decoded. */
  List<NewMessage> unreadable(Account account, RequestHeaders headers, byte[] bytes, String fault) {
    return List.of(dead(account, UNKNOWN, kept(account, headers, null), bytes, fault));
  }

  private String kept(Account account, RequestHeaders headers, String traceParent) {
    return SafeHeaders.json(headers, account, settings.verifier().header(), traceParent);
  }

  /**
   * Reads the body of a dead letter again: the folder may have been corrected since.
   *
   * @param letter the stored message
   */
  List<NewMessage> again(Account account, InboxMessage letter) {
    RequestHeaders headers = SafeHeaders.read(mapper, letter.headers());
    return messages(account, headers, letter.body(), letter.headers(), MessageKind.REPLAY);
  }

  private List<NewMessage> messages(
      Account account, RequestHeaders headers, byte[] bytes, String kept, MessageKind kind) {
    List<WebhookBody> parts;
    try {
      WebhookBody whole = bodies.read(DeclaredCharset.inUtf8(bytes, headers));
      parts = settings.body().elements().of(whole, bodies, settings.body().largest());
    } catch (UnreadableException e) {
      return List.of(
          dead(
              account, UNKNOWN, kept, masker.mask(bytes), UnreadableBody.fault(e, headers, bytes)));
    }
    // Elements share the fields around them, and a route may change its tree.
    boolean alone = kind == MessageKind.WEBHOOK && parts.size() == 1;
    Instant now = clock.instant();
    Set<String> used = new HashSet<>();
    List<NewMessage> messages = new ArrayList<>();
    for (WebhookBody part : parts) {
      String event = settings.keys().event().read(part, headers);
      String fault = fault(part, event);
      Recipient recipient = accounts.resolve(account, part, headers);
      fault = fault == null ? recipient.fault() : fault;
      if (fault != null) {
        messages.add(dead(account, event, kept, part.bytes(), fault));
        continue;
      }
      boolean mergeable = settings.merge().events().test(event);
      messages.add(
          NewMessage.of(
              message(
                  recipient.account(),
                  event,
                  settings.keys().order().read(part, headers),
                  idempotencyKey(part, headers, used),
                  kind,
                  mergeable,
                  now,
                  mergeable ? now.plus(settings.merge().window()) : now,
                  kept,
                  part.keepingTree(alone && !mergeable))));
    }
    return messages;
  }

  private String fault(WebhookBody part, String event) {
    if (!settings.body().elements().isEvent(part)) {
      return "an element of the body is not an object";
    }
    if (event == null) {
      return "the body has no event name where the parameter event of bellhop-ingest looks for it";
    }
    return part.bytes().length > settings.body().largest()
        ? "the body, written again, is too large to store"
        : null;
  }

  /**
   * Two elements of one body may share the field that the folder uses as key, such as the id of the
   * webhook. Then the key includes their content, which is equal in each repeat.
   */
  private String idempotencyKey(WebhookBody part, RequestHeaders headers, Set<String> used) {
    if (settings.keys().idempotency() == null) {
      // A unique key: Bellhop detects repeats by comparing the record.
      return "none " + ids.generate();
    }
    String repeat = settings.keys().idempotency().read(part, headers);
    String mark = settings.keys().canRepeat(part.json()) ? "" : InboxMessage.READ_KEY;
    String key = mark + (repeat == null ? part.hash() : clean(repeat, LONGEST_KEY - mark.length()));
    return used.add(key) ? key : clean(key + " " + part.hash(), LONGEST_KEY);
  }

  /**
   * The message for a record in a list, in the form in which a webhook would have brought it.
   *
   * @param readAt when Bellhop requested the list
   * @return null if the provider sends no such bodies
   */
  InboxMessage listed(Account account, JsonNode json, String idempotencyKey, Instant readAt) {
    WebhookBody body;
    try {
      body = bodies.read(mapper.writeValueAsBytes(json));
      List<WebhookBody> parts =
          settings.body().elements().of(body, bodies, settings.body().largest());
      body = parts.size() == 1 ? parts.get(0) : body;
    } catch (UnreadableException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A tree can always be written.
    }
    RequestHeaders none = new RequestHeaders(List.of());
    String event = settings.keys().event().read(body, none);
    return message(
        account,
        event == null ? UNKNOWN : event,
        settings.keys().order().read(body, none),
        idempotencyKey,
        MessageKind.SYNC_ENTRY,
        false,
        readAt,
        readAt,
        "{}",
        body.keepingTree(false));
  }

  private NewMessage dead(
      Account account, String event, String headers, byte[] bytes, String fault) {
    Instant now = clock.instant();
    return new NewMessage(
        message(
            account,
            event == null ? UNKNOWN : event,
            null,
            WebhookBody.hash(bytes),
            MessageKind.UNREAD,
            false,
            now,
            now,
            headers,
            // Bellhop stores a dead letter in any case, truncated if necessary.
            new WebhookBody(
                null, Arrays.copyOf(bytes, Math.min(bytes.length, settings.body().largest())))),
        fault);
  }

  private InboxMessage message(
      Account account,
      String event,
      String order,
      String idempotencyKey,
      MessageKind kind,
      boolean mergeable,
      Instant receivedAt,
      Instant dueAt,
      String headers,
      WebhookBody body) {
    UUID id = ids.generate();
    // Without an order key the message needs no order.
    String key = order == null ? id.toString() : clean(order, LONGEST_KEY);
    return InboxMessage.builder(id, account.id(), settings.provider())
        .nativeEvent(clean(event, LONGEST_EVENT))
        .keys(account.id() + " " + key, idempotencyKey)
        .kind(kind)
        .mergeable(mergeable)
        .receivedAt(receivedAt)
        .dueAt(dueAt)
        .headers(headers)
        .body(body.bytes())
        .parsed(ParsedBody.of(body.json()))
        .build();
  }

  /** A key that is too long for its column, or has control characters, is replaced by its hash. */
  private static String clean(String text, int longest) {
    return text.length() <= longest && text.chars().noneMatch(Character::isISOControl)
        ? text
        : WebhookBody.hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
