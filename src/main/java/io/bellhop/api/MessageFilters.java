package io.bellhop.api;

import io.bellhop.access.Caller;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.time.TimeOrderedIds;
import io.bellhop.validation.Ids;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The filters by which a caller selects inbox messages, for a list or for a replay. */
final class MessageFilters {
  /**
   * A wildcard in an error filter, because errors with the same cause differ by ids and numbers.
   */
  private static final String ANY_TEXT = "…";

  private static final List<String> STATUSES =
      Arrays.stream(MessageStatus.values()).map(MessageStatus::text).toList();

  private static final List<String> ORIGINS =
      List.of("webhook", "sync", "sync-page", "replay", "follow-up", "read-later", "read-again");

  /** Fewer characters of an id are only a time that many messages share. */
  private static final Pattern START_OF_ID = Pattern.compile("[0-9a-f]{8}[0-9a-f-]{0,28}");

  /**
   * Each look-up has an index: with "or" instead of the union, H2 reads the whole table. Stored
   * keys begin with the account, which their readers do not see. An index of idempotency keys on
   * the inbox would cost each webhook as much as the two look-ups here: one for the message that
   * owns a key, and one among pending and dead messages, which may own none.
   */
  private static final String FOUND =
      """
      i.id in (
        select id from inbox
        where id between cast(:?search_low as uuid) and cast(:?search_high as uuid)
        union select k.inbox_id from integration_account a
          join idempotency_key k on k.id = cast(a.id as varchar(36)) || '/' || :?search
        union select id from inbox where status in ('pending', 'dead')
          and idempotency_key = :?search
        union select m.id from integration_account a
          join inbox m on m.order_key = cast(a.id as varchar(36)) || ' ' || :?search)\
      """;

  private static final UUID NONE = new UUID(0, 0);

  private final ListEndpoint list;

  /**
   * @param item shows a message
   * @param providers the providers that may have messages
   */
  MessageFilters(ListEndpoint.Item item, Supplier<Set<String>> providers) {
    this.list =
        new ListEndpoint(Visibility.Scope.OF_ACCOUNT, item)
            .filter("status", "status = :?status", (query, name) -> query.oneOf(name, STATUSES))
            .filter("provider", providers)
            .filterByAccount()
            .filter("origin", "kind = :?origin", (query, name) -> query.oneOf(name, ORIGINS))
            // Ids are ordered by time, so this needs no other index.
            .filter("from", "i.id >= cast(:?from as uuid)", MessageFilters::firstId)
            .filter("to", "i.id < cast(:?to as uuid)", MessageFilters::firstId)
            .filter("search", FOUND, QueryParameters::text)
            .filter("error", "error like :?error", MessageFilters::pattern);
  }

  ListEndpoint list() {
    return list;
  }

  /** The conditions of a query and of its caller's key. */
  QueryFilter conditions(QueryParameters query, Caller caller) {
    // Without the filter, the list omits messages that Bellhop itself has created.
    String always =
        query.text("origin") == null
            ? "kind not in ('follow-up', 'sync-page', 'read-later')"
            : "1 = 1";
    QueryFilter conditions = list.conditions(query, caller, always);
    String search = query.text("search");
    if (search != null) {
      boolean mayBeId = START_OF_ID.matcher(search).matches();
      conditions.parameters().put("search_low", mayBeId ? filled(search, '0') : NONE);
      conditions.parameters().put("search_high", mayBeId ? filled(search, 'f') : NONE);
    }
    return conditions;
  }

  /** The lowest or the highest id that begins with a text. */
  private static UUID filled(String start, char digit) {
    String all = Character.toString(digit);
    String form =
        "%s-%s-%s-%s-%s"
            .formatted(all.repeat(8), all.repeat(4), all.repeat(4), all.repeat(4), all.repeat(12));
    UUID id = Ids.uuid(start + form.substring(start.length()));
    // The text may lack its hyphens.
    return id == null ? NONE : id;
  }

  private static String firstId(QueryParameters query, String name) {
    String time = query.time(name);
    if (time == null) {
      return null;
    }
    Instant at = Instant.parse(time);
    return TimeOrderedIds.first(at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at).toString();
  }

  private static String pattern(QueryParameters query, String name) {
    String text = query.text(name);
    return text == null ? null : text.replaceAll("([\\\\%_])", "\\\\$1").replace(ANY_TEXT, "%");
  }
}
