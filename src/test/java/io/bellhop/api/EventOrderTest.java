package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Api;
import io.bellhop.support.Bookings;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventOrderTest {
  @ParameterizedTest
  @EnumSource(Store.class)
  void the_newest_come_first_on_demand_and_their_cursor_leads_back_to_the_first(Store store)
      throws Exception {
    try (TestHub hub = TestHub.start(store, Map.of("bellhop.providers", "ownerrez"))) {
      Bookings bookings = Bookings.of(hub);
      for (int id = 7001; id <= 7003; id++) {
        bookings.send(id);
      }
      Api api = Api.of(hub);
      List<String> forwards = Api.ids(api.get("/events?order=oldest", 200));
      assertThat(forwards).hasSize(3);

      JsonNode page = api.get("/events?order=newest&limit=2", 200);
      List<String> backwards = new ArrayList<>(Api.ids(page));
      String after = page.at("/meta/next").asText();
      JsonNode last = api.get("/events?order=newest&limit=2&after=" + after, 200);
      backwards.addAll(Api.ids(last));

      Collections.reverse(forwards);
      assertThat(backwards).isEqualTo(forwards);
      assertThat(last.at("/meta/next").isNull()).isTrue();
      assertThat(api.get("/events?order=latest", 422).at("/errors/details/order/0").asText())
          .contains("must be one of oldest, newest");
    }
  }
}
