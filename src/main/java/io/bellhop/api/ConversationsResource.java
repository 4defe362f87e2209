package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.event.StoredContent;
import io.bellhop.message.GuestMessages;
import io.bellhop.message.MessageFailedException;
import io.bellhop.message.SentMessage;
import io.bellhop.time.UtcTime;
import io.bellhop.validation.FieldReader;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Messages into conversations, by their providers' APIs. */
final class ConversationsResource {
  private static final String TYPE = "message";
  private static final String KEY = "Idempotency-Key";
  private static final String ACCOUNT = "integration_account_id";

  /** The limit of characters; channels accept fewer. */
  private static final int LONGEST = 10_000;

  private static final Pattern VALID_KEY = Pattern.compile("[!-~]{1,200}");

  private final Queries queries;
  private final Accounts accounts;
  private final GuestMessages messages;
  private final ObjectMapper mapper;
  private final Clock clock;

  ConversationsResource(
      Queries queries,
      Accounts accounts,
      GuestMessages messages,
      ObjectMapper mapper,
      Clock clock) {
    this.queries = queries;
    this.accounts = accounts;
    this.messages = messages;
    this.mapper = mapper;
    this.clock = clock;
  }

  List<ApiOperation> operations() {
    return List.of(ApiOperation.of("POST", "conversations/{id}/messages", this::send, ACCOUNT));
  }

  private ApiAnswer send(ApiRequest request) throws Exception {
    ResultRow row = conversation(request);
    FieldReader given = new FieldReader(request.attributes(TYPE));
    String text = given.lines("body", null, LONGEST);
    if (text == null) {
      given.add("body", FieldReader.BLANK);
    }
    String key = request.idempotencyKey();
    if (key == null || !VALID_KEY.matcher(key).matches()) {
      given.add(KEY, "must be a header of 1 to 200 ASCII characters: a new one for each message");
    }
    given.check();
    Account account =
        accounts.current(UUID.fromString(row.text("account_id"))).orElseThrow(ApiError::notFound);
    PassthroughOperations.requireUse(account);
    JsonNode record =
        mapper.readTree(
            StoredContent.openRecord(queries.content(), row.text("id"), row.text("record")));
    try {
      return answer(request.id(), account, messages.send(account, record, text, key));
    } catch (MessageFailedException e) {
      throw error(e);
    }
  }

  /**
   * Two accounts may have a conversation with the same id, and a message must not reach the wrong
   * guest.
   */
  private ResultRow conversation(ApiRequest request) throws Exception {
    QueryFilter filter =
        Visibility.Scope.OF_ACCOUNT
            .narrow(
                new QueryFilter(RecordsResource.STANDING + " and record_type = 'conversation'"),
                request.caller())
            .and("record_id = :?id", "id", request.id())
            .and("account_id = cast(:?account as uuid)", "account", request.query().uuid(ACCOUNT));
    List<ResultRow> rows =
        queries.list(
            "select id, account_id, record from snapshot where " + filter + " limit 2",
            filter.parameters());
    if (rows.size() > 1) {
      throw ApiError.invalid(
          ACCOUNT, "must name the account: several have a conversation with this id");
    }
    return rows.stream().findFirst().orElseThrow(ApiError::notFound);
  }

  private static ApiAnswer answer(String conversation, Account account, SentMessage sent) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put(ACCOUNT, account.id().toString());
    attributes.put("conversation_id", conversation);
    attributes.put("provider_message_id", sent.providerId());
    attributes.put("sent_at", UtcTime.text(sent.sentAt()));
    return ApiAnswer.one(
        sent.repeated() ? ApiAnswer.OK : ApiAnswer.CREATED,
        ApiAnswer.item(sent.id().toString(), TYPE, attributes));
  }

  private ApiError error(MessageFailedException e) {
    return switch (e.reason()) {
      case NOT_SUPPORTED -> ApiError.notSupported(e.getMessage());
      case OTHER_MESSAGE -> ApiError.invalid(KEY, "belongs to an earlier message: use a new one");
      case UNDER_WAY -> ApiError.conflict("under_way", e.getMessage());
      case NO_ANSWER -> ApiError.noAnswer(e.getMessage());
      case UNKNOWN -> ApiError.conflict("result_unknown", e.getMessage());
      case REFUSED -> ApiError.refused("provider_refused", e.getMessage());
      case LATER -> ApiError.later("provider_unavailable", e.getMessage(), e.at(), clock.instant());
    };
  }
}
