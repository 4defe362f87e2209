package io.bellhop.provider.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.store.Database;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistrationTableTest {
  private static final UUID ACCOUNT = UUID.randomUUID();
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final String URL = "https://hub.example.com/hooks/pms/token";

  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @EnumSource(Store.class)
  void one_call_at_a_time_is_at_an_account(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      RegistrationTable registrations = new RegistrationTable(database, clock);

      assertThat(registrations.begin(ACCOUNT, ONE)).isTrue();
      assertThat(registrations.begin(ACCOUNT, OTHER)).isFalse();
      assertThat(registrations.begin(UUID.randomUUID(), OTHER)).isTrue();
      registrations.end(ACCOUNT, OTHER);
      assertThat(registrations.begin(ACCOUNT, OTHER)).isFalse();
      registrations.end(ACCOUNT, ONE);
      assertThat(registrations.begin(ACCOUNT, OTHER)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_node_that_died_is_not_in_the_way_for_ever(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      RegistrationTable registrations = new RegistrationTable(database, clock);
      registrations.begin(ACCOUNT, ONE);
      clock.forward(Duration.ofMinutes(4));

      assertThat(registrations.begin(ACCOUNT, OTHER)).isTrue();
      registrations.end(ACCOUNT, ONE);
      assertThat(registrations.begin(ACCOUNT, ONE)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_webhook_counts_for_the_url_that_it_was_made_with(Store store) throws Exception {
    try (Database database = Store.open(store.freshUrl())) {
      RegistrationTable registrations = new RegistrationTable(database, clock);
      registrations.begin(ACCOUNT, ONE);
      assertThat(registrations.all()).isEmpty();

      registrations.registered(ACCOUNT, URL);
      RegistrationTable.Registered registered = registrations.all().get(ACCOUNT);
      assertThat(registered.at()).isEqualTo(clock.instant());
      assertThat(registered.with(URL)).isTrue();
      assertThat(registered.with(URL.replace("hub", "new"))).isFalse();
      assertThat(registered.listenerHash()).doesNotContain("token");

      registrations.removed(ACCOUNT);
      assertThat(registrations.all()).isEmpty();
    }
  }
}
