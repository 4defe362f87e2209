package io.bellhop.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.FakeWebhooks;
import io.bellhop.support.SenderDialect;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/** Our webhook at each provider, on one hub. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Registering {
  static final String OTHERS = "https://other.example.com/webhooks";
  final TestHub hub =
      TestHub.start(
          Map.of(
              "bellhop.providers", "ownerrez,guesty,channex,booking-experts,calry",
              // All accounts share its limit, so its nine subscriptions are three here.
              "bellhop.ownerrez.register-types", "Booking",
              "bellhop.guesty.secret-pause", "20"));
  FakeWebhooks pms;
  SenderDialect dialect;
  HubClient.Account account;
  Api api;

  @AfterAll
  void stop() throws Exception {
    hub.close();
  }

  @AfterEach
  void close() {
    pms.close();
  }

  void begin(SenderDialect of) {
    ObjectNode fields = TestHub.accountFields(of.provider());
    if (of == SenderDialect.CALRY) {
      fields.put("external_id", "linked-1");
    }
    begin(of, fields);
  }

  void begin(SenderDialect of, String fields) {
    begin(of, FixtureJson.object(fields.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  void begin(SenderDialect of, ObjectNode fields) {
    api = Api.of(hub);
    dialect = of;
    pms = new FakeWebhooks(of);
    fields.put("provider", of.provider()).put("name", "test");
    fields.withObject("api").put("base_url", pms.uri().toString());
    account = hub.client().makeAccount(fields);
    // More than a page, and one that only looks like ours.
    for (int i = 0; i < 4; i++) {
      pms.add(OTHERS + i, right());
    }
    pms.add(account.listener().resolve(token() + "0").toString(), right());
  }

  /** A webhook as it should be but for its URL, as far as the dialect's test needs one. */
  String right() {
    return switch (dialect) {
      case OWNERREZ -> "{'type':'Booking','action':'EntityUpdate'}";
      case GUESTY -> "{'events':['listing.updated']}";
      case CHANNEX -> "{'event_mask':'*','is_active':true,'send_data':true,'is_global':true}";
      case BOOKING_EXPERTS ->
          "{'events':['reservation|created'],'confirm_strategy':'wait_for_success'}";
      case CALRY -> "{'enabled':true,'eventSubscription':{'reservation.created':true}}";
    };
  }

  int ours() {
    return dialect == SenderDialect.OWNERREZ ? 3 : 1;
  }

  String token() {
    String path = account.listener().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String root() {
    return switch (dialect) {
      case OWNERREZ -> "/v2/webhooksubscriptions";
      case GUESTY -> "/v1/webhooks";
      case CHANNEX -> "/api/v1/webhooks";
      case BOOKING_EXPERTS -> "/v3/webhook_endpoints";
      case CALRY -> "/api/v1/integration_account_webhook";
    };
  }

  JsonNode register(int status) {
    return call("POST", status);
  }

  JsonNode call(String method, int status) {
    return api.call(method, "/integration_accounts/" + account.id() + "/register", null, status);
  }

  JsonNode attributes() {
    return api.get("/integration_accounts/" + account.id(), 200).at("/data/attributes");
  }
}
