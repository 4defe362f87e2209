package io.bellhop.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.access.AccessKeys.NewKey;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys as two nodes on one database know them. */
class AccessKeysTest {
  private static final String SHOWN = "select count(*) from api_key where hash = ?";

  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_key_opens_the_api_on_every_node_until_it_is_deleted(Store store) throws Exception {
    String url = store.freshUrl();
    try (TestNode node = TestNode.start(url, clock);
        TestNode other = TestNode.start(url, clock)) {
      AccessKeys here = new AccessKeys(node.database(), clock);
      AccessKeys there = new AccessKeys(other.database(), clock);
      NewKey made = here.create("console", "seaside", Role.OPERATE, null);

      assertThat(there.find(made.text()))
          .contains(new Caller(made.key().id(), "console", "seaside", Role.OPERATE));
      assertThat(there.find(made.text() + "x")).isEmpty();
      assertThat(made.text()).startsWith("bhk_").hasSize(47);
      assertThat(count(node.database(), made.text())).as("kept in clear").isZero();
      assertThat(there.delete(made.key().id())).isTrue();
      assertThat(here.find(made.text())).isEmpty();
      assertThat(here.delete(made.key().id())).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_rotated_key_opens_beside_the_new_one_until_the_overlap_ends(Store store) throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock)) {
      AccessKeys keys = new AccessKeys(node.database(), clock);
      NewKey first = keys.create("door codes", null, Role.READ, null);
      NewKey second = keys.rotate(first.key().id(), Duration.ofHours(1)).orElseThrow();

      assertThat(keys.find(first.text())).isEqualTo(keys.find(second.text())).isPresent();
      clock.forward(Duration.ofHours(1));
      assertThat(keys.find(first.text())).isEmpty();
      assertThat(keys.find(second.text())).isPresent();

      NewKey third = keys.rotate(first.key().id(), Duration.ofHours(1)).orElseThrow();
      NewKey fourth = keys.rotate(first.key().id(), Duration.ofHours(1)).orElseThrow();
      assertThat(keys.find(second.text())).as("two rotations ago").isEmpty();
      assertThat(keys.find(third.text())).isPresent();
      assertThat(keys.find(fourth.text())).isPresent();
      assertThat(keys.rotate(UUID.randomUUID(), Duration.ZERO)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_expired_key_opens_nothing_and_its_holder_learns_why(Store store) throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock)) {
      AccessKeys keys = new AccessKeys(node.database(), clock);
      NewKey made =
          keys.create("auditor", null, Role.READ, clock.instant().plus(Duration.ofDays(1)));

      assertThat(keys.find(made.text())).isPresent();
      clock.forward(Duration.ofDays(1));
      assertThatThrownBy(() -> keys.find(made.text())).isInstanceOf(ExpiredKeyException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void the_last_use_is_noted_once_a_minute(Store store) throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock)) {
      AccessKeys keys = new AccessKeys(node.database(), clock);
      NewKey made = keys.create("poller", null, Role.READ, null);
      assertThat(keys.all().get(0).times().lastUsedAt()).isNull();

      keys.find(made.text());
      var first = keys.all().get(0).times().lastUsedAt();
      clock.forward(Duration.ofSeconds(59));
      keys.find(made.text());
      assertThat(keys.all().get(0).times().lastUsedAt()).isEqualTo(first).isNotNull();
      clock.forward(Duration.ofSeconds(1));
      keys.find(made.text());
      assertThat(keys.all().get(0).times().lastUsedAt()).isEqualTo(clock.instant());
    }
  }

  private static long count(Database database, String text) throws Exception {
    return database.transact(
        connection ->
            Sql.first(
                    connection,
                    SHOWN.replace("count(*)", "count(*) as found"),
                    row -> row.number("found"),
                    text)
                .orElseThrow());
  }
}
