package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Requests that no client means, on every route of the API: each gets an answer in the API's own
 * form that says whose fault it is, and never one that says that the hub is broken or busy.
 */
class OddRequestsTest extends OddRequests {
  OddRequestsTest() {
    super(Store.H2);
  }

  @Test
  void queries_that_nothing_reads_are_refused_everywhere() throws IOException {
    List<String> queries =
        List.of(
            "foo=1",
            "foo",
            "=1",
            "=",
            "%00=1",
            "Limit=1",
            "pagination[foo]=1",
            "pagination=1",
            "pagination[page][]=1",
            "page=2",
            "a%20b=1",
            "status[]=dead",
            "stauts=dead",
            "x".repeat(300) + "=1",
            "%F0%9F%8F%A1=1");
    SoftAssertions all = new SoftAssertions();
    for (String path : both(lists(), items())) {
      for (String query : queries) {
        Answer answer = get(path + "?" + query);
        all.assertThat(answer.status()).as(path + "?" + query + answer.body()).isEqualTo(422);
        all.assertThat(json(answer).at("/errors/code").asText()).isEqualTo("validation_error");
      }
    }
    all.assertAll();
    assertThat(json(get("/inbox?stauts=dead")).at("/errors/details/stauts/0").asText())
        .startsWith("is unknown; did you mean status? known are status, provider,");
    assertThat(json(get("/events?event_typ=x")).at("/errors/details/event_typ/0").asText())
        .startsWith("is unknown; did you mean event_type?");
  }

  @Test
  void queries_that_cannot_be_decoded_are_refused_everywhere() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (String path : both(lists(), items())) {
      for (String query : List.of("%", "%zz", "a=%", "limit=%ff", "%ED%A0%80=1", "a=%C3%28")) {
        Answer answer = get(path + "?" + query);
        all.assertThat(answer.status()).as(path + "?" + query).isIn(400, 422);
        all.assertThat(json(answer).at("/errors/code").isTextual()).as(answer.body()).isTrue();
      }
    }
    all.assertAll();
  }

  @Test
  void an_unknown_type_in_a_path_is_not_found_and_the_nearest_one_named() throws IOException {
    for (String path : List.of("/records/reservations", "/records/reservations/1")) {
      Answer answer = get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      JsonNode errors = json(answer).path("errors");
      assertThat(errors.path("code").asText()).isEqualTo("resource_not_found");
      assertThat(errors.at("/details/type/0").asText())
          .startsWith("is unknown; did you mean reservation?");
    }
  }

  @Test
  void large_and_empty_values_are_answered() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (String path : lists()) {
      List<String> queries = new ArrayList<>(List.of("", "&", "&&"));
      if (!path.equals("/events")) {
        queries.addAll(
            List.of(
                "pagination[page]=999999999999",
                "pagination%5Blimit%5D=1000",
                "pagination[page]=&pagination[limit]="));
      }
      for (String query : queries) {
        all.assertThat(get(path + "?" + query).status()).as(path + "?" + query).isEqualTo(200);
      }
    }
    all.assertAll();
  }

  @Test
  void other_methods_name_those_that_there_are_and_a_slash_at_the_end_changes_nothing()
      throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (String path : both(lists(), items())) {
      Answer patch = raw("PATCH", path, "{}", "");
      all.assertThat(patch.status()).as(path).isEqualTo(405);
      all.assertThat(patch.allow()).as(path).contains("GET", "HEAD", "OPTIONS");
      Answer options = raw("OPTIONS", path, null, "");
      all.assertThat(options.status()).as(path).isEqualTo(200);
      all.assertThat(options.allow()).isEqualTo(patch.allow());
      Answer get = get(path);
      Answer head = raw("HEAD", path, null, "");
      all.assertThat(head.status()).as("HEAD " + path).isEqualTo(get.status());
      all.assertThat(head.body()).as("HEAD " + path).isEmpty();
      all.assertThat(get(path + "/").status()).as(path + "/").isEqualTo(get.status());
    }
    all.assertAll();
  }

  private static List<String> both(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
