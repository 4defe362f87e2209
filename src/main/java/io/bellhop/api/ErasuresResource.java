package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.privacy.Erasures;
import io.bellhop.validation.FieldReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Requests to erase a guest's data. No answer identifies the guest. */
final class ErasuresResource {
  private static final String TYPE = "erasure";
  private static final int LONGEST = 320;

  private static final String COLUMNS =
      "state, dry_run, workspace_id, account_id, records, events, messages, pending_messages,"
          + " answers, error, created_at, finished_at";

  /** A small hub finishes within this time; the caller of a larger one polls. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Erasures erasures;
  private final Accounts accounts;
  private final ListEndpoint list;

  ErasuresResource(Erasures erasures, Accounts accounts, Queries queries) {
    this.erasures = erasures;
    this.accounts = accounts;
    this.list =
        new ListEndpoint(Visibility.Scope.OWN, ErasuresResource::item)
            .at("erasures", queries.rows("id, identifiers, " + COLUMNS, TYPE, "id desc"));
  }

  List<ApiOperation> operations() {
    return List.of(list.all(), ApiOperation.of("POST", "erasures", this::begin), list.one());
  }

  private ApiAnswer begin(ApiRequest request) throws Exception {
    FieldReader given = new FieldReader(request.wrapped(TYPE));
    String guestId = given.text("guest_id", null, LONGEST);
    String email = given.text("email", null, LONGEST);
    String phone = given.text("phone", null, LONGEST);
    if (email != null && !Erasures.Request.isAddress(email)) {
      given.add("email", "must be an e-mail address");
    }
    if (phone != null && !Erasures.Request.isNumber(phone)) {
      given.add("phone", "must be a phone number of at least 7 digits");
    }
    if (!given.has("guest_id") && !given.has("email") && !given.has("phone")) {
      given.add("email", "or phone or guest_id must be given");
    }
    UUID account = given.uuid("integration_account_id");
    String workspace = given.text("workspace_id", null, 100);
    boolean isDryRun = given.yes("dry_run", false);
    given.check();
    Erasures.Request wanted =
        new Erasures.Request(
            guestId, email, phone, workspace(request, workspace, account), account, isDryRun);
    return list.one(ApiAnswer.CREATED, erasures.begin(wanted, PATIENCE));
  }

  /**
   * The workspace of the account that the request names, if any: a key of a workspace cannot see
   * other accounts.
   */
  private String workspace(ApiRequest request, String given, UUID account) {
    if (account == null) {
      return given;
    }
    Optional<Account> found = accounts.current(account);
    if (found.isEmpty() || !request.caller().sees(found.get().workspaceId())) {
      throw ApiError.invalid("integration_account_id", "must be the id of an account");
    }
    return found.get().workspaceId();
  }

  private static ObjectNode item(ResultRow row) {
    ObjectNode attributes = row.attributes(COLUMNS);
    return ApiAnswer.item(
        row.text("id"), TYPE, attributes.set("identifiers", row.names("identifiers")));
  }
}
