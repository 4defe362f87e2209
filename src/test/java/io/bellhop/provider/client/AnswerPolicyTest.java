package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.pipeline.RouteExchange;
import io.bellhop.provider.client.AnswerVerdict.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean, in the forms in which providers write them. */
class AnswerPolicyTest {
  private static final AnswerPolicy USUAL = policy("", "", "");

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "200 ~ {} ~ ANSWERED",
        "204 ~ '' ~ ANSWERED",
        "404 ~ {'errors':{'code':'not_found','title':'Resouce Not Found'}} ~ NOT_FOUND",
        "404 ~ '' ~ NOT_FOUND",
        "410 ~ {} ~ NOT_FOUND",
        "404 ~ <html>nginx</html> ~ PART",
        "403 ~ {'errors':{'code':'forbidden','title':'Forbidden'}} ~ RECORD",
        "403 ~ {'errors':[{'status':'403','code':'FORBIDDEN_INCLUDE'}]} ~ RECORD",
        "403 ~ {} ~ RECORD",
        "400 ~ {'code':'validation_failed','status_code':400} ~ RECORD",
        "422 ~ {'message':'The given data was invalid.','errors':{'id':['is invalid']}} ~ RECORD",
        "409 ~ {'error':{'code':'CONFLICT'}} ~ RECORD",
        "403 ~ <html>Just a moment...</html> ~ ACCOUNT",
        "403 ~ '' ~ ACCOUNT",
        "403 ~ {'messages':['Your IP address has been blocked'],'code':'ip_blocked'} ~ ACCOUNT",
        "403 ~ {'messages':['x'],'code':'account_locked'} ~ ACCOUNT",
        "403 ~ {'code':'account_closed'} ~ ACCOUNT",
        "403 ~ {'errors':[{'code':'APPLICATION_HALTED'}]} ~ ACCOUNT",
        "403 ~ {'errors':[{'title':'Forbidden','detail':'IP is blacklisted'}]} ~ ACCOUNT",
        "403 ~ {'status':'fail','result':'Your subscription has expired'} ~ ACCOUNT",
        "400 ~ {'code':'account_suspended'} ~ ACCOUNT",
        "401 ~ {'error':{'code':'UNAUTHORIZED'}} ~ TOKEN",
        "401 ~ <html></html> ~ TOKEN",
        "403 ~ {'message':'Unauthenticated.'} ~ TOKEN",
        "403 ~ {'error':'invalid_token'} ~ TOKEN",
        "403 ~ {'status':'fail','message':'Access token is expired'} ~ TOKEN",
        "402 ~ {'code':'messaging_not_enabled','status_code':402} ~ PART",
        "405 ~ {'Message':'The requested resource does not support http method'} ~ PART",
        "403 ~ {'reason_phrase':'Invalid scope(s) provided.','status_code':403} ~ PART",
        "403 ~ {'errors':{'title':'Messages App is not installed'}} ~ PART",
        "422 ~ <html>Bad gateway</html> ~ PART",
        "451 ~ {} ~ PART",
        "429 ~ {'code':429,'error':'Rate limit exceeded.'} ~ LIMIT",
        "403 ~ {'status_code':403,'reason_phrase':'Too Many Attempts.'} ~ LIMIT",
        "403 ~ {'error':'rate_limit_exceeded'} ~ LIMIT",
        "500 ~ {} ~ OUTAGE",
        "503 ~ <html></html> ~ OUTAGE",
        "302 ~ '' ~ OUTAGE",
        "408 ~ '' ~ OUTAGE",
        "521 ~ <html></html> ~ OUTAGE"
      })
  void answers_are_judged_by_what_they_speak_of(int status, String body, Kind kind) {
    assertThat(judge(USUAL, status, body).kind()).isEqualTo(kind);
  }

  @ParameterizedTest(name = "{3}: {1} {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "recordRefused=403:blocked_for_you ~ 403 ~ {'code':'blocked_for_you'} ~ RECORD",
        "recordRefused=404 ~ 404 ~ <html>Not Found</html> ~ NOT_FOUND",
        "recordRefused=405 ~ 405 ~ {} ~ RECORD",
        "partRefused=403:forbidden ~ 403 ~ {'errors':{'code':'forbidden'}} ~ PART",
        "partRefused=no_messages ~ 422 ~ {'code':'NO-MESSAGES'} ~ PART",
        "accountRefused=402 ~ 402 ~ {} ~ ACCOUNT",
        "accountRefused=gone_away ~ 404 ~ {'code':'gone_away'} ~ ACCOUNT",
        "accountRefused=403:x1 ~ 404 ~ {'code':'x1'} ~ NOT_FOUND"
      })
  void what_a_folder_names_comes_first(String parameter, int status, String body, Kind kind) {
    String[] named = parameter.split("=", 2);
    AnswerPolicy policy =
        policy(
            named[0].equals("recordRefused") ? named[1] : "",
            named[0].equals("partRefused") ? named[1] : "",
            named[0].equals("accountRefused") ? named[1] : "");

    assertThat(judge(policy, status, body).kind()).isEqualTo(kind);
  }

  @Test
  void a_status_that_means_the_token_does_not_mean_it_on_a_page_of_a_cdn() {
    AnswerPolicy policy =
        new AnswerPolicy(
            StatusCodes.parse("a", ""),
            StatusCodes.parse("b", ""),
            StatusCodes.parse("c", ""),
            StatusCodes.parse("tokenRefused", "401 403"),
            AnswerStatus.parse("", new AnswerEnvelope("", List.of())),
            StatusCodes.parse("alsoAnswers", ""));

    assertThat(judge(policy, 403, "{}").kind()).isEqualTo(Kind.TOKEN);
    assertThat(judge(policy, 403, "<html>").kind()).isEqualTo(Kind.ACCOUNT);
  }

  @Test
  void a_code_is_shown_but_nothing_that_may_be_a_name() {
    assertThat(judge(USUAL, 403, "{'guest':'Ada','code':'account_locked'}").text())
        .isEqualTo("the provider's API answers 403 (account_locked)");
    assertThat(judge(USUAL, 422, "{'guest':'Ada'}").text())
        .isEqualTo("the provider's API answers 422");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "403,404", "4031", ":x1", "403:", "ip_blocked;x1", "!"})
  void what_cannot_be_read_names_the_parameter(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatusCodes.parse("accountRefused", text))
        .withMessageContaining("accountRefused")
        .withMessageContaining("403:forbidden");
  }

  private static AnswerPolicy policy(String record, String part, String account) {
    return new AnswerPolicy(
        StatusCodes.parse("recordRefused", record),
        StatusCodes.parse("partRefused", part),
        StatusCodes.parse("accountRefused", account),
        StatusCodes.parse("tokenRefused", "401"),
        AnswerStatus.parse("", new AnswerEnvelope("", List.of())),
        StatusCodes.parse("alsoAnswers", ""));
  }

  private static AnswerVerdict judge(AnswerPolicy policy, int status, String body) {
    String text = body.equals("''") ? "" : body.replace('\'', '"');
    return policy.judge(status, text.getBytes(StandardCharsets.UTF_8), RouteExchange.MAPPER);
  }
}
