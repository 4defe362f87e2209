package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.delivery.http.HttpReply;
import io.bellhop.support.EventSchema;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Bellhop says about itself, and the schema that it is held to. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SystemEventTest {
  private static final List<String> OF_A_PROVIDER =
      List.of("integrationAccountId", "provider", "origin", "nativeEvent");

  @Test
  void a_test_is_posted_at_once_to_one_that_need_not_be_stored_and_stands_in_no_log()
      throws Exception {
    try (DeliveryRig rig = new DeliveryRig(Store.H2)) {
      Receiver receiver = rig.receiver().usually(Answer.text(202, "thanks"));
      SubscriptionBuilder subscription =
          SubscriptionBuilder.to(receiver.url()).active(false).workspace("w2").mask("guest.*");

      HttpReply reply = rig.node.delivering().test(subscription.build()).join();

      assertThat(reply).isEqualTo(new HttpReply(202, null, "thanks", null, null));
      JsonNode event = receiver.received().get(0).json();
      EventSchema.check(event);
      assertThat(event.at("/hook/eventType").asText()).isEqualTo("webhook.test");
      assertThat(event.at("/data/workspaceId").asText()).isEqualTo("w2");
      assertThat(receiver.received().get(0).id()).isEqualTo(event.at("/hook/id").asText());
      assertThat(rig.node.count("event")).isZero();
      assertThat(rig.rows()).isEmpty();
      assertThat(rig.attempts()).isZero();
    }
  }

  @Test
  void a_test_that_fails_says_why() throws Exception {
    try (DeliveryRig rig = new DeliveryRig(Store.H2)) {
      assertThat(rig.node.delivering().test(SubscriptionBuilder.to("http://u:p@h/").build()).join())
          .isEqualTo(HttpReply.failed("not called: must not hold a user or a password"));
      assertThat(
              rig.node.delivering().test(SubscriptionBuilder.to(null).sink("none").build()).join())
          .matches(reply -> !reply.isSuccess());
    }
  }

  @Test
  void what_has_no_provider_behind_it_names_none() {
    EventSchema.check(event("webhook.disabled", "{'id':'1','reason':'gone'}"));
    EventSchema.check(
        event(
            "webhook.disabled",
            "{'id':'1','name':'n','reason':'failing','failingSince':'2026-05-02T09:30:00.000Z'}"));
    EventSchema.check(event("webhook.test", "{'id':'1'}"));

    for (String field : OF_A_PROVIDER) {
      for (String type : List.of("webhook.disabled", "webhook.test")) {
        ObjectNode event = event(type, "{'id':'1','reason':'gone'}");
        ((ObjectNode) event.get("data")).put(field, "webhook");
        assertRefused(event);
      }
    }
  }

  @Test
  void the_record_says_which_and_why_and_nothing_more() {
    assertRefused(event("webhook.disabled", "{'id':'1'}"));
    assertRefused(event("webhook.disabled", "{'reason':'gone'}"));
    assertRefused(event("webhook.disabled", "{'id':'1','reason':'tired'}"));
    assertRefused(event("webhook.disabled", "{'id':'1','reason':'gone','name':''}"));
    assertRefused(event("webhook.disabled", "{'id':'1','reason':'gone','url':'https://x'}"));
    assertRefused(
        event(
            "webhook.disabled",
            "{'id':'1','reason':'gone','failingSince':'2026-05-02T09:30:00Z'}"));
    assertRefused(event("webhook.test", "{'id':'1','reason':'gone'}"));
  }

  @Test
  void a_providers_answer_names_everything() {
    EventSchema.check(emitted("webhook.test", "{'id':'1'}"));
    EventSchema.check(emitted("account.revoked", "{'id':'1'}"));

    for (String type : List.of("webhook.test", "account.revoked")) {
      for (String field : OF_A_PROVIDER) {
        ObjectNode event = emitted(type, "{'id':'1'}");
        ((ObjectNode) event.get("data")).remove(field);
        assertRefused(event);
      }
    }
    assertRefused(event("account.revoked", "{'id':'1'}"));
  }

  @Test
  void an_event_about_an_account_names_it_and_no_delivery() {
    EventSchema.check(silent());

    for (String field : List.of("origin", "nativeEvent", "sourceEvents")) {
      ObjectNode event = silent();
      ((ObjectNode) event.get("data")).put(field, "webhook");
      assertRefused(event);
    }
    for (String field : List.of("integrationAccountId", "provider")) {
      ObjectNode event = silent();
      ((ObjectNode) event.get("data")).remove(field);
      assertRefused(event);
    }
    for (String field : List.of("lastWebhookAt", "expectedAt", "missed", "allowed")) {
      ObjectNode event = silent();
      ((ObjectNode) event.at("/data/record")).remove(field);
      assertRefused(event);
    }
  }

  private static ObjectNode silent() {
    ObjectNode event =
        event(
            "account.silent",
            "{'id':'1','provider':'pms','name':'n','lastWebhookAt':'2026-05-02T09:30:00.000Z',"
                + "'expectedAt':'2026-05-02T11:30:00.000Z','missed':9,'allowed':8}");
    ((ObjectNode) event.get("data")).put("integrationAccountId", "1").put("provider", "pms");
    return event;
  }

  private static void assertRefused(ObjectNode event) {
    assertThatThrownBy(() -> EventSchema.check(event)).isInstanceOf(AssertionError.class);
  }

  private static ObjectNode emitted(String type, String record) {
    ObjectNode event = event(type, record);
    ObjectNode data = (ObjectNode) event.get("data");
    OF_A_PROVIDER.forEach(field -> data.put(field, "webhook"));
    data.putArray("sourceEvents").add("s1");
    return event;
  }

  private static ObjectNode event(String type, String record) {
    try {
      return (ObjectNode)
          TestNode.MAPPER.readTree(
              ("{'hook':{'id':'e1','eventType':'%s','timestamp':'2026-05-02T09:30:00.000Z',"
                      + "'source':'PMS_WEBHOOK'},"
                      + "'data':{'workspaceId':'default','result':'SUCCESS','record':%s}}")
                  .formatted(type, record)
                  .replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
