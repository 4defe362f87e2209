package io.bellhop.api;

import io.bellhop.event.RecordTerms;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** The filters of records by the known facts of a booking: its code, its guest, its dates. */
final class RecordSearch {
  /** The words of a guest's name, matched by their beginnings. */
  private static final String GUEST = "guest";

  private static final String CODE = "confirmation_code";
  private static final String EMAIL = "guest_email";

  private static final String WORD =
      "id in (select snapshot_id from record_term where term in (:?%1$s, :?%1$s_hash))";

  /** Encrypted records have hashes of words, which match whole words only. */
  private static final String BEGINNING =
      "id in (select snapshot_id from record_term where term >= :?%1$s and term < :?%1$s_end"
          + " union all select snapshot_id from record_term where term = :?%1$s_hash)";

  private final Database database;
  private final ContentCipher cipher;

  RecordSearch(Database database) {
    this.database = database;
    this.cipher = database.content();
  }

  /** The parameters that {@link #byWords} reads, and the given others. */
  static String[] parameters(String... others) {
    return Stream.concat(Stream.of(CODE, GUEST, EMAIL), Stream.of(others)).toArray(String[]::new);
  }

  static ListEndpoint byDates(ListEndpoint list) {
    for (String end : List.of("arrival", "departure")) {
      date(list, end, "from", ">=");
      date(list, end, "to", "<=");
    }
    return list;
  }

  private static void date(ListEndpoint list, String end, String bound, String comparison) {
    String name = end + "_" + bound;
    String condition = "%s_date %s cast(:?%s as date)".formatted(end, comparison, name);
    list.filter(name, condition, QueryParameters::date);
  }

  /** Adds the conditions for the query's code and guest. */
  QueryFilter byWords(QueryFilter filter, QueryParameters query) throws SQLException {
    if (Stream.of(CODE, EMAIL, GUEST).anyMatch(name -> query.text(name) != null)) {
      RecordTerms.write(database);
    }
    String code = query.text(CODE);
    if (code != null) {
      add(filter, WORD, CODE, RecordTerms.code(code));
    }
    String email = query.text(EMAIL);
    if (email != null) {
      add(filter, WORD, EMAIL, RecordTerms.email(email));
    }
    String guest = query.text(GUEST);
    if (guest == null) {
      return filter;
    }
    List<String> names = RecordTerms.names(guest);
    if (names.isEmpty()) {
      throw ApiError.invalid(GUEST, "must have a letter or a digit");
    }
    int number = 0;
    for (String name : names) {
      String parameter = GUEST + "_" + number++;
      add(filter, BEGINNING, parameter, name);
      filter.parameters().put(parameter + "_end", behind(name));
    }
    return filter;
  }

  private void add(QueryFilter filter, String condition, String parameter, String term) {
    filter.and(condition.formatted(parameter));
    filter.parameters().put(parameter, term);
    filter.parameters().put(parameter + "_hash", cipher.hash(term));
  }

  /**
   * The end of the range of texts with this beginning. A range can use an index whatever the
   * parameter.
   */
  private static String behind(String beginning) {
    int last = beginning.length() - 1;
    return beginning.substring(0, last) + (char) (beginning.charAt(last) + 1);
  }
}
