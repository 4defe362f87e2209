package io.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.store.Sql;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RecordTermQueueTest {
  @ParameterizedTest
  @EnumSource(Store.class)
  void words_are_written_after_their_records_and_in_the_order_of_the_changes(Store store)
      throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), new MutableClock())) {
      Account account = node.account();
      node.publish(account, booking("1", "Anna Moss"), booking("2", "Anna Moss"));
      node.publish(account, booking("1", "Ben Moss"));
      RecordTerms.write(node.database());
      node.publish(account, booking("1", "Anna Lee"));
      node.publish(account, booking("1", "Anna Moss"));
      node.publish(account, booking("1", "Lee Anna"));
      assertThat(words(node, "1")).containsExactly("name ben", "name moss");

      RecordTerms.write(node.database());

      assertThat(words(node, "1")).containsExactly("name anna", "name lee");
      assertThat(words(node, "2")).containsExactly("name anna", "name moss");
      assertThat(node.count("record_term_due")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void the_words_of_a_deleted_account_go_also_those_that_are_not_written_yet(Store store)
      throws Exception {
    try (TestNode node = TestNode.start(store.freshUrl(), new MutableClock())) {
      Account account = node.account();
      node.publish(account, booking("1", "Anna Moss"));
      RecordTerms.write(node.database());
      node.publish(account, booking("1", "Ben Lee"));

      node.accounts().delete(account.id());

      RecordTerms.write(node.database());
      assertThat(node.count("record_term") + node.count("record_term_due")).isZero();
    }
  }

  private static ObjectNode booking(String id, String guest) {
    ObjectNode record = TestNode.reservation(id, 2, null);
    record.putObject("primaryGuest").put("name", guest);
    return record;
  }

  private static List<String> words(TestNode node, String id) throws SQLException {
    return node.database()
        .transact(
            connection ->
                Sql.list(
                    connection,
                    "select term from record_term where snapshot_id like ? order by term",
                    row -> row.text("term"),
                    "%/" + id));
  }
}
