package io.bellhop.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node knows of accounts that another node changes. */
class AccountsTest {
  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_has_changed_is_read_and_the_rest_is_not_decrypted_again(Store store) throws Exception {
    String url = store.freshUrl();
    try (TestNode here = TestNode.start(url, clock);
        TestNode there = TestNode.start(url, clock)) {
      Account kept = there.account();
      Account changed = there.account();
      Account gone = there.account();
      assertThat(here.accounts().all()).containsExactlyInAnyOrder(kept, changed, gone);
      Account before = here.accounts().find(kept.id()).orElseThrow();

      Account now = withToken(changed, "another");
      there.accounts().update(now);
      there.accounts().delete(gone.id());

      assertThat(here.accounts().all()).containsExactlyInAnyOrder(kept, now);
      assertThat(here.accounts().findByToken(changed.listenerToken())).contains(now);
      assertThat(here.accounts().find(kept.id()).orElseThrow()).isSameAs(before);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_authorization_that_has_ended_is_read_though_no_credential_is_another(Store store)
      throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), clock)) {
      Account account = node.account();

      node.database()
          .transact(
              connection -> {
                node.accounts().revoke(connection, account.id(), clock.instant());
                return null;
              });

      assertThat(node.accounts().all())
          .singleElement()
          .extracting(Account::revokedAt)
          .isEqualTo(clock.instant());
    }
  }

  private static Account withToken(Account account, String token) {
    return new Account(
        account.id(),
        account.provider(),
        account.name(),
        account.workspaceId(),
        account.externalId(),
        Map.of("token", token),
        account.webhook(),
        account.listenerToken(),
        account.active(),
        account.revokedAt(),
        account.createdAt(),
        account.updatedAt());
  }
}
