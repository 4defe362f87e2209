package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.provider.sync.SyncState;
import io.bellhop.provider.sync.Syncs;
import io.bellhop.time.UtcTime;
import io.bellhop.validation.FieldReader;
import java.sql.SQLException;

/** /integration_accounts/{id}/sync: starts a sync of an account, and shows its state. */
final class SyncOperations {
  private static final String TYPE = "sync";
  private static final int ACCEPTED = 202;

  private final Syncs syncs;

  SyncOperations(Syncs syncs) {
    this.syncs = syncs;
  }

  ApiAnswer state(Account account) throws SQLException {
    return ApiAnswer.one(
        ApiAnswer.OK,
        syncs
            .state(account.id())
            .map(SyncOperations::item)
            .orElseGet(() -> ApiAnswer.item(account.id().toString(), TYPE, never())));
  }

  ApiAnswer begin(ApiRequest request, Account account) throws SQLException {
    FieldReader given = new FieldReader(request.attributes(TYPE));
    boolean full = given.yes("full", false);
    given.check();
    if (!syncs.supports(account.provider())) {
      throw ApiError.notSupported(
          "The provider's folder describes no list: add a route of the template bellhop-sync");
    }
    if (!account.active()) {
      throw ApiError.invalid("is_active", "must be true: the account is switched off");
    }
    if (account.revoked()) {
      throw ApiError.invalid(
          "api", "the customer has withdrawn the authorization: store new credentials first");
    }
    return ApiAnswer.one(ACCEPTED, item(syncs.request(account, full)));
  }

  private static ObjectNode never() {
    return ApiAnswer.object().put("state", SyncState.NEW);
  }

  private static ObjectNode item(SyncState sync) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("state", sync.state());
    attributes.put("mode", sync.mode());
    attributes.put("phase", sync.running() ? sync.phase() : null);
    attributes.put("pages", sync.counts().pages());
    attributes.put("listed", sync.counts().entries());
    attributes.put("total", sync.counts().total());
    attributes.put("published", sync.counts().events());
    attributes.put("open", sync.counts().open());
    attributes.put("deferred", sync.counts().deferred());
    attributes.put("since", UtcTime.text(sync.times().since()));
    attributes.put("watermark", UtcTime.text(sync.times().watermark()));
    attributes.put("started_at", UtcTime.text(sync.times().startedAt()));
    attributes.put("finished_at", UtcTime.text(sync.times().finishedAt()));
    attributes.put("full_at", UtcTime.text(sync.times().fullAt()));
    attributes.put("next_at", UtcTime.text(sync.times().nextAt()));
    attributes.put("error", sync.error());
    return ApiAnswer.item(sync.accountId().toString(), TYPE, attributes);
  }
}
