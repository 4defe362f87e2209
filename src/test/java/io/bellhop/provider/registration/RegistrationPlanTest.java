package io.bellhop.provider.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bellhop.provider.registration.RegistrationPlan.Abilities;
import io.bellhop.tool.fixture.FixtureJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RegistrationPlanTest {
  private static final Abilities ALL = new Abilities(true, true);
  private static final Abilities MENDS = new Abilities(true, false);
  private static final Abilities NONE = new Abilities(false, false);

  private static final String TODAY = "'url':'{listener_url}'";
  private static final String OLD = "'url':'{old_listener_url}'";

  @Test
  void what_is_right_stays() {
    RegistrationPlan plan =
        plan("[{'id':'1'," + TODAY + ",'is':{'a':1,'b':2}}]", "[{'is':{'b':2,'a':1}}]", ALL);

    assertThat(plan.json().toString()).isEqualTo("{\"writes\":[],\"removals\":[]}");
    assertThat(plan.kept()).isEqualTo(1);
  }

  @Test
  void nothing_to_compare_is_the_same_as_not_given() {
    assertThat(plan("[{'id':'1'," + TODAY + ",'is':{}}]", "[{}]", ALL).kept()).isEqualTo(1);
    assertThat(plan("[{'id':'1'," + TODAY + ",'is':null}]", "[{}]", ALL).kept()).isEqualTo(1);
  }

  @Test
  void what_is_wrong_is_changed_where_it_can_be() {
    String wrong = "[{'id':'1'," + TODAY + ",'is':{'a':1},'entry':{'x':1}}]";

    assertThat(plan(wrong, "[{'is':{'a':2}}]", MENDS).json().toString())
        .isEqualTo(
            "{\"writes\":[{\"want\":{\"is\":{\"a\":2}},\"id\":\"1\",\"entry\":{\"x\":1}}],"
                + "\"removals\":[]}");
    assertThat(plan(wrong, "[{'is':{'a':2}}]", NONE).json().toString())
        .isEqualTo("{\"writes\":[{\"want\":{\"is\":{\"a\":2}}}],\"removals\":[{\"id\":\"1\"}]}");
  }

  @Test
  void an_old_url_is_changed_or_replaced() {
    String old = "[{'id':'1'," + OLD + "}]";

    assertThat(plan(old, "[{}]", ALL).json().toString())
        .isEqualTo("{\"writes\":[{\"want\":{},\"id\":\"1\"}],\"removals\":[]}");
    assertThat(plan(old, "[{}]", MENDS).json().toString())
        .isEqualTo("{\"writes\":[{\"want\":{}}],\"removals\":[{\"id\":\"1\"}]}");
  }

  @Test
  void of_several_one_stays_and_it_is_the_right_one() {
    String three =
        "[{'id':'1'," + OLD + "},{'id':'2'," + TODAY + ",'is':{'a':1}},{'id':'3'," + TODAY + "}]";

    assertThat(plan(three, "[{}]", ALL).json().toString())
        .isEqualTo("{\"writes\":[],\"removals\":[{\"id\":\"1\"},{\"id\":\"2\"}]}");
    assertThat(plan(three, "[{'is':{'a':2}}]", ALL).json().at("/writes/0/id").asText())
        .isEqualTo("2");
  }

  @Test
  void what_has_another_key_is_another_one() {
    String two = "[{'id':'1','key':'a'," + TODAY + "},{'id':'2','key':'x'," + TODAY + "}]";

    RegistrationPlan plan = plan(two, "[{'key':'a'},{'key':'b'}]", NONE);

    assertThat(plan.json().toString())
        .isEqualTo("{\"writes\":[{\"want\":{\"key\":\"b\"}}],\"removals\":[]}");
    assertThat(plan.kept()).isEqualTo(1);
    assertThat(plan("[{'id':'3','key':'x'," + OLD + "}]", "[{'key':'a'}]", NONE).removals())
        .hasSize(1);
  }

  @Test
  void where_nothing_is_wanted_all_of_ours_goes() {
    String two = "[{'id':'1','key':'x'," + TODAY + "},{'id':'2'," + OLD + "}]";

    assertThat(plan(two, "[]", ALL).json().toString())
        .isEqualTo("{\"writes\":[],\"removals\":[{\"id\":\"1\"},{\"id\":\"2\"}]}");
  }

  private static RegistrationPlan plan(String ours, String wanted, Abilities can) {
    return RegistrationPlan.of(list(ours), list(wanted), can, UnaryOperator.identity());
  }

  private static List<JsonNode> list(String text) {
    List<JsonNode> list = new ArrayList<>();
    ((ArrayNode) FixtureJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
        .forEach(list::add);
    return list;
  }
}
