package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.ProviderRules;
import io.bellhop.connect.ConnectFailure;
import io.bellhop.connect.ConnectLink;
import io.bellhop.connect.ConnectLinks;
import io.bellhop.time.UtcTime;
import io.bellhop.validation.FieldReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Links by which customers connect accounts. Bellhop shows the URL of a link only in the answer
 * that creates it.
 */
final class ConnectLinksResource {
  private static final String TYPE = "connect_link";
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_WORKSPACE = 100;

  /** Most customers open a link within a day; a week allows for holidays. */
  private static final int USUAL_HOURS = 24;

  private static final int MOST_HOURS = 168;

  private final ConnectLinks links;
  private final ProviderRules rules;

  ConnectLinksResource(ConnectLinks links, ProviderRules rules) {
    this.links = links;
    this.rules = rules;
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.of("POST", "connect_links", this::create),
        ApiOperation.of("GET", "connect_links/{id}", this::one));
  }

  private ApiAnswer create(ApiRequest request) throws SQLException {
    FieldReader given = new FieldReader(request.wrapped(TYPE));
    String provider = given.text("provider", "", LONGEST_NAME);
    if (!rules.providers().contains(provider)) {
      given.add("provider", "must be one of " + String.join(", ", rules.providers()));
    }
    String workspace =
        given.text(
            "workspace_id",
            Account.DEFAULT_WORKSPACE,
            Account.DEFAULT_WORKSPACE,
            LONGEST_WORKSPACE);
    String name = given.text("name", null, LONGEST_NAME);
    int hours = given.number("expires_in_hours", USUAL_HOURS, USUAL_HOURS, 1, MOST_HOURS);
    given.check();
    try {
      ConnectLinks.Made made = links.create(provider, workspace, name, Duration.ofHours(hours));
      ObjectNode item = item(made.link());
      item.withObject("attributes").put("url", made.url());
      return ApiAnswer.one(ApiAnswer.CREATED, item);
    } catch (ConnectFailure e) {
      throw ApiError.notSupported(e.kind().title() + ": " + e.getMessage());
    }
  }

  private ApiAnswer one(ApiRequest request) throws SQLException {
    return ApiAnswer.one(
        ApiAnswer.OK, item(links.find(request.uuid()).orElseThrow(ApiError::notFound)));
  }

  private static ObjectNode item(ConnectLink link) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("provider", link.provider());
    attributes.put("workspace_id", link.workspaceId());
    attributes.put("name", link.name());
    attributes.put("expires_at", UtcTime.text(link.expiresAt()));
    attributes.put("created_at", UtcTime.text(link.createdAt()));
    attributes.put(
        "integration_account_id", link.accountId() == null ? null : link.accountId().toString());
    attributes.set("failure", failure(link));
    ObjectNode steps = attributes.putObject("steps");
    ObjectNode details = attributes.putObject("details");
    for (String step :
        List.of(ConnectLink.CREDENTIALS, ConnectLink.WEBHOOK, ConnectLink.FIRST_LOAD)) {
      steps.put(step, link.state(step));
      if (!link.text(step).isEmpty()) {
        details.put(step, link.text(step));
      }
    }
    return ApiAnswer.item(link.id().toString(), TYPE, attributes);
  }

  /** The last failure; null if no attempt has failed, or a later one has succeeded. */
  private static ObjectNode failure(ConnectLink link) {
    if (link.failure() == null) {
      return null;
    }
    return ApiAnswer.object()
        .put("reason", link.failure().kind().name().toLowerCase(Locale.ROOT))
        .put("title", link.failure().kind().title())
        .put("text", link.failure().text())
        .put("at", UtcTime.text(link.failure().at()));
  }
}
