package io.bellhop.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.api.FakeProviders;
import io.bellhop.validation.InvalidFieldsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountFormTest {
  private static final Instant MADE = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-05-02T00:00:00Z");
  private static final Account STORED =
      Account.builder()
          .id(UUID.randomUUID())
          .provider("pms-a")
          .name("Seaside")
          .externalId("7")
          .api(Map.of("base_url", "https://api.example.com", "token", "old"))
          .webhook(Map.of("username", "u", "password", "p"))
          .listenerToken("listener-token")
          .revokedAt(MADE)
          .createdAt(MADE)
          .updatedAt(MADE)
          .build();

  @Test
  void provider_and_name_are_enough() {
    Account account = create("{'provider':'pms-a','name':' Seaside '}");

    assertThat(account.provider()).isEqualTo("pms-a");
    assertThat(account.name()).isEqualTo("Seaside");
    assertThat(account.workspaceId()).isEqualTo("default");
    assertThat(account.externalId()).isNull();
    assertThat(account.api()).isEmpty();
    assertThat(account.webhook()).isEmpty();
    assertThat(account.active()).isTrue();
  }

  @Test
  void an_external_id_may_be_a_number() {
    assertThat(create("{'provider':'pms-a','name':'n','external_id':4711}").externalId())
        .isEqualTo("4711");
  }

  @Test
  void all_faults_are_reported_at_once() {
    assertThat(refused("{'provider':'no-such','name':'','is_active':'yes','api':[]}"))
        .containsOnlyKeys("provider", "name", "is_active", "api")
        .containsEntry("provider", List.of("must be one of pms-a, pms-b, pms-c"));
  }

  @Test
  void attributes_that_there_are_not_are_refused_and_those_that_are_only_read_are_ignored() {
    create("{'provider':'pms-a','name':'n','listener_url':'x','created_at':1,'notes':[]}");

    assertThat(refused("{'provider':'pms-a','name':'n','webhoook':{},'isactive':true,'a b':1}"))
        .containsOnlyKeys("webhoook", "isactive", "body")
        .containsEntry(
            "isactive",
            List.of(
                "is unknown; did you mean is_active? known are provider, name, workspace_id,"
                    + " external_id, api, webhook, is_active"));
  }

  @Test
  void names_under_api_and_webhook_are_those_of_the_provider() {
    assertThat(
            refused(
                "{'provider':'pms-a','name':'n','api':{'baseurl':'https://api.example.com',"
                    + "'tokn':null},'webhook':{'key':'k','usrname':'u'}}"))
        .containsOnlyKeys("api.baseurl", "api.tokn", "webhook.key", "webhook.usrname")
        .containsEntry(
            "api.baseurl",
            List.of(
                "is unknown; did you mean base_url? known are base_url, client_id, client_secret,"
                    + " token, username, x-key"))
        .hasEntrySatisfying(
            "webhook.key",
            texts ->
                assertThat(texts)
                    .containsExactly(
                        "is unknown; known are header, password, secret, token, username, value"));
    assertThat(refused("{'provider':'pms-b','name':'n','webhook':{'secret':'s'}}"))
        .containsEntry(
            "webhook",
            List.of("must be left out: the listener URL alone identifies this provider"));
  }

  @Test
  void a_provider_without_an_api_does_not_say_what_may_be_there() {
    assertThat(create("{'provider':'pms-c','name':'n','api':{'anything':'x'}}").api())
        .containsEntry("anything", "x");
    assertThat(refused("{'provider':'pms-c','name':'n','api':{'Any Thing':'x'}}"))
        .containsOnlyKeys("api");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" s3cret ", "s3cret\\n", "\\r\\n\\ts3cret", "\uFEFFs3cret\u00A0", "\u200Bs3cret"})
  void what_was_pasted_with_a_secret_is_taken_off(String given) {
    Account account =
        create(
            "{'provider':'pms-a','name':'n','api':{'token':'"
                + given
                + "'},"
                + "'webhook':{'secret':'"
                + given
                + "'}}");

    assertThat(account.api()).containsEntry("token", "s3cret");
    assertThat(account.webhook()).containsEntry("secret", "s3cret");
  }

  @Test
  void a_proof_is_kept_as_the_provider_reads_it_or_refused_with_a_reason() {
    assertThat(create("{'provider':'pms-a','name':'n','webhook':{'secret':'pasted'}}").webhook())
        .containsEntry("secret", "kept");
    assertThat(refused("{'provider':'pms-a','name':'n','webhook':{'secret':'bad'}}"))
        .containsEntry("webhook.secret", List.of("must be better"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name':'a\\u0000b'",
        "'name':'half \\ud83d'",
        "'name':5",
        "'name':'  '",
        "'workspace_id':{}",
        "'workspace_id':'\\udc00'",
        "'external_id':1.5",
        "'external_id':true",
        "'external_id':['7']",
        "'is_active':'true'",
        "'is_active':1",
        "'is_active':null",
        "'api':[]",
        "'api':{'token':{}}",
        "'api':{'token':'half \\ud83d'}",
        "'api':{'token':'a\\u0000b'}",
        "'api':{'username':'a:b'}",
        "'webhook':'text'"
      })
  void a_value_of_a_wrong_kind_is_refused(String attribute) {
    assertThat(
            refused(
                "{'provider':'pms-a',"
                    + (attribute.startsWith("'name'") ? "" : "'name':'n',")
                    + attribute
                    + "}"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example.com, https://api.example.com",
    "https://API.example.com/, https://api.example.com",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://[::1]:80/, http://[::1]:80"
  })
  void a_base_url_is_scheme_host_and_port(String given, String kept) {
    Account account = create("{'provider':'pms-a','name':'n','api':{'base_url':'" + given + "'}}");

    assertThat(account.api()).containsEntry("base_url", kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.example.com",
        "ftp://api.example.com",
        "https://api.example.com/v2",
        "https://api.example.com//",
        "https://api.example.com?x=1",
        "https://api.example.com#x",
        "https://u:p@api.example.com",
        "https://",
        "https:///x",
        "https://api.example.com:99999",
        "mailto:x@example.com",
        "https://a b"
      })
  void a_base_url_with_more_is_refused(String given) {
    assertThat(refused("{'provider':'pms-a','name':'n','api':{'base_url':'" + given + "'}}"))
        .containsOnlyKeys("api.base_url");
  }

  @Test
  void a_base_url_on_a_private_address_is_refused() {
    assertThat(refused("{'provider':'pms-a','name':'n','api':{'base_url':'http://10.0.0.1'}}"))
        .containsEntry("api.base_url", List.of("names a private host"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'user':'u'}",
        "{'username':'u'}",
        "{'value':'v'}",
        "{'secret':true}",
        "{'secret':''}",
        "{'secret':'***'}",
        "{'secret':'a\\r\\nb'}",
        "'text'"
      })
  void a_proof_that_cannot_work_is_refused(String webhook) {
    assertThat(isGood(webhook)).isFalse();
  }

  @Test
  void an_error_repeats_no_value_that_was_sent() {
    assertThat(
            refused(
                    "{'provider':'pms-a','name':{'x':'echo-me'},'api':{'Echo Me':1,'base_url':'echo-me',"
                        + "'tokn':'echo-me'},'webhook':{'secret':{'x':'echo-me'}},'more':'echo-me'}")
                .toString()
                .toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("echo");
  }

  @Test
  void a_change_leaves_alone_what_it_does_not_name() {
    Account next = change("{'name':'Lakeside'}");

    assertThat(next)
        .isEqualTo(
            Account.builder()
                .id(STORED.id())
                .provider("pms-a")
                .name("Lakeside")
                .externalId("7")
                .api(STORED.api())
                .webhook(STORED.webhook())
                .listenerToken("listener-token")
                .revokedAt(MADE)
                .createdAt(MADE)
                .updatedAt(NOW)
                .build());
  }

  @Test
  void a_change_merges_maps_key_by_key_and_null_removes() {
    Account next =
        change("{'api':{'token':'***','client_id':5},'webhook':{'username':null,'password':null}}");

    assertThat(next.api())
        .isEqualTo(Map.of("base_url", "https://api.example.com", "token", "old", "client_id", "5"));
    assertThat(next.webhook()).isEmpty();
  }

  @Test
  void new_credentials_end_a_revocation_and_the_same_ones_do_not() {
    assertThat(change("{'api':{'token':'new'}}").revoked()).isFalse();
    assertThat(change("{'api':{'token':'***'}}").revoked()).isTrue();
  }

  @Test
  void what_is_read_can_be_written_back() {
    Account next =
        change(
            "{'provider':'pms-a','name':'Seaside','workspace_id':'default','external_id':'7',"
                + "'api':{'base_url':'https://api.example.com','token':'***'},"
                + "'webhook':{'username':'u','password':'***'},'is_active':true,"
                + "'listener_url':'x','created_at':'y','revoked_at':'z'}");

    assertThat(next.api()).isEqualTo(STORED.api());
    assertThat(next.webhook()).isEqualTo(STORED.webhook());
  }

  @Test
  void the_provider_of_an_account_stays() {
    InvalidFieldsException error =
        catchThrowableOfType(InvalidFieldsException.class, () -> change("{'provider':'pms-b'}"));

    assertThat(error.faults()).containsOnlyKeys("provider");
  }

  @Test
  void secrets_are_masked_and_what_opens_nothing_is_not() {
    assertThat(
            Credentials.masked(
                Map.of("base_url", "b", "client_id", "c", "client_secret", "s", "odd", "o")))
        .isEqualTo(Map.of("base_url", "b", "client_id", "c", "client_secret", "***", "odd", "***"));
  }

  private static boolean isGood(String webhook) {
    try {
      create("{'provider':'pms-a','name':'n','webhook':" + webhook + "}");
      return true;
    } catch (InvalidFieldsException e) {
      return false;
    }
  }

  private static Map<String, List<String>> refused(String body) {
    return catchThrowableOfType(InvalidFieldsException.class, () -> create(body)).faults();
  }

  private static Account create(String body) {
    return form(body).create();
  }

  private static Account change(String body) {
    return form(body).change(STORED, NOW);
  }

  private static AccountForm form(String body) {
    try {
      return new AccountForm(
          new ObjectMapper().readTree(body.replace('\'', '"')), new FakeProviders());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
