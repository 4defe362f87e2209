package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.RetryableException;
import io.bellhop.json.IdText;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.support.FaultyAnswer;
import io.bellhop.tool.fixture.FixtureAnswer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as an answer of a provider's API, whatever its status says. */
class ApiAnswerTest {
  private final ApiBench bench = new ApiBench(null);

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void a_failure_that_comes_as_200_is_judged_by_the_status_that_is_meant() {
    ApiProcessor api =
        bench.open("auth", "bearer", "answerStatus", "if (.status == \"fail\") .code");
    Map<String, String> account = Map.of("token", "at_1");
    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 'fail', 'code': 404}"));
    assertThatExceptionOfType(ApiRejectedException.class)
        .isThrownBy(() -> bench.call(api, account))
        .withMessageContaining("404");

    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 'fail', 'code': 'odd'}"));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, account))
        .withMessageContaining("500");

    assertThat(bench.call(api, account)).isEqualTo(RouteExchange.json("{'id': 7}"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{'status':'success','result':[{'id':7}]}",
        "{'status':'success','result':[{'id':'7'}]}",
        "{'status':'success','result':[{'id':7.0}]}",
        "[{'id':7}]",
        "[{'status':'success','result':{'id':7}}]",
        "{'result':[{'id':6},{'id':7},{'id':8}]}",
        "[{'id':70},{'id':7}]"
      })
  void a_list_that_has_the_record_that_was_asked_for_is_that_record(String body) {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    bench.api.next(1, "/v1/stays/7", ApiBench.json(body.replace('\'', '"')));

    assertThat(IdText.of(stay(api).at("/result/id"))).isEqualTo("7");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{'result':[{'id':8}]}",
        "{'result':[{'id':7},{'id':7}]}",
        "[{'id':8}]",
        "{'result':[[{'id':7}]]}"
      })
  void a_list_that_is_not_the_record_stays_one(String body) {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    bench.api.next(1, "/v1/stays/7", ApiBench.json(body.replace('\'', '"')));

    assertThat(stay(api)).isEqualTo(RouteExchange.json(body));
  }

  private JsonNode stay(ApiProcessor api) {
    return bench.call(
        api,
        ApiBench.account(Map.of("token", "at_1")),
        Map.of("apiPath", "/v1/stays/{stay}", "stay", "7"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "{'status':'success','result':null} ~ 404",
        "{'status':'success','result':[]} ~ 404",
        "{'status':'success','result':{}} ~ 404",
        "{'status':'success'} ~ 404",
        "{} ~ 404",
        "[] ~ 404",
        "{'status':'fail','result':'Reservation was not found'} ~ 404",
        "{'status':'fail','message':'No query results for model [Reservation] 7'} ~ 404",
        "{'errors':[{'status':'404','title':'x'}]} ~ 404",
        "{'status':'fail','result':null,'message':'Account not found'} ~ 500",
        "{'status':'fail','result':[]} ~ 500",
        "{'status':'success','result':{'name':'no id'}} ~ 500",
        "{'status':'success','result':'soon'} ~ 500",
        "{'message':'Something went wrong'} ~ 500",
        "{'status':'fail','result':{'id':7}} ~ 500",
        "{'success':false,'result':{'id':7}} ~ 500",
        "{'error':'server','result':{'id':7}} ~ 500",
        "{'status':'fail','message':'Too many requests'} ~ 429",
        "{'code':429,'message':'slow down'} ~ 429",
        "{'status':'fail','result':'Rate limit exceeded'} ~ 429",
        "{'status':'fail','result':'Access token is invalid'} ~ 401",
        "{'message':'Unauthenticated.'} ~ 401",
        "{'status':'fail','message':'Your account has been suspended'} ~ 403"
      })
  void an_answer_without_the_record_counts_as_what_its_words_say(String body, String status) {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    bench.api.next(1, ApiBench.PATH, ApiBench.json(body.replace('\'', '"')));

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> bench.call(api, Map.of("token", "at_1")))
        .withMessageContaining("answers " + status);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{'status':'success','result':{'id':7,'status':'failed'}}",
        "{'result':{'id':7},'errors':[],'error':null}",
        "{'status':200,'result':[{'id':8},{'id':9}]}"
      })
  void an_answer_with_the_record_is_one(String body) {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    bench.api.next(1, ApiBench.PATH, ApiBench.json(body.replace('\'', '"')));

    assertThat(bench.call(api, Map.of("token", "at_1"))).hasToString(body.replace('\'', '"'));
  }

  @Test
  void an_empty_list_is_an_answer_and_a_missing_one_is_not() {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    Map<String, Object> list = Map.of("apiPath", "/v1/stays?limit=1");
    Map<String, String> account = Map.of("token", "at_1");
    bench.api.next(1, "/v1/stays", ApiBench.json("{'result': []}"));
    assertThat(bench.call(api, account, list).path("result")).isEmpty();

    for (String body : List.of("{'result': null}", "{}", "{'status':'fail','result':[]}")) {
      bench.api.next(1, "/v1/stays", ApiBench.json(body));
      assertThatExceptionOfType(RetryableException.class)
          .as(body)
          .isThrownBy(() -> bench.call(api, account, list))
          .withMessageContaining("500");
    }
  }

  @Test
  void a_record_without_an_envelope_is_known_by_its_id() {
    ApiProcessor api = bench.open("auth", "bearer", "recordField", "_id id");
    Map<String, String> account = Map.of("token", "at_1");
    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'_id': 7, 'status': 'error', 'code': 404}"));
    assertThat(bench.call(api, account).path("_id").asInt()).isEqualTo(7);

    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 401, 'title': 'x'}"));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, account))
        .withMessageContaining("401");
  }

  @Test
  void a_write_fails_only_if_it_says_so() {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    Map<String, Object> write = Map.of("apiMethod", "POST");
    Map<String, String> account = Map.of("token", "at_1");
    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 'success'}"));
    assertThat(bench.call(api, account, write)).isNotEmpty();

    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 'fail', 'message': 'x'}"));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, account, write))
        .withMessageContaining("500");
  }

  @Test
  void what_a_folder_names_as_an_answer_is_one_whatever_its_status() {
    ApiProcessor api = bench.open("auth", "bearer", "alsoAnswers", "204 404:no_stays");
    Map<String, String> account = Map.of("token", "at_1");
    byte[] none = ApiBench.json("{'code': 'no_stays'}").body();
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(204, new byte[0]));
    assertThat(bench.call(api, account)).isEqualTo(RouteExchange.json("{}"));

    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(404, none));
    assertThat(bench.call(api, account)).isEqualTo(RouteExchange.json("{'code': 'no_stays'}"));

    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(404));
    assertThatExceptionOfType(ApiRejectedException.class)
        .isThrownBy(() -> bench.call(api, account));
  }

  @Test
  void a_post_that_only_asks_needs_an_answer_as_a_get_does() {
    ApiProcessor api = bench.open("auth", "bearer");
    bench.api.next(1, ApiBench.PATH, FaultyAnswer.garbage());

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(
            () ->
                bench.call(
                    api, Map.of("token", "at_1"), Map.of("apiMethod", "POST", "apiReads", "true")));
  }

  @Test
  void a_pause_may_stand_in_a_header_of_the_providers_own() {
    ApiProcessor api = bench.open("auth", "bearer", "retryAfterHeader", "X-RateLimit-Retry-After");
    Instant at = bench.clock.instant().plusSeconds(17).truncatedTo(ChronoUnit.SECONDS);
    bench.api.next(
        1,
        ApiBench.PATH,
        FixtureAnswer.of(429)
            .with(Map.of("X-RateLimit-Retry-After", String.valueOf(at.getEpochSecond()))));

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, Map.of("token", "at_1")))
        .satisfies(e -> assertThat(e.at()).isEqualTo(at));
  }
}
