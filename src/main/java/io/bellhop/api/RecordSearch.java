package io.bellhop.api;

import io.bellhop.event.RecordTerms;
import java.util.List;
import java.util.function.UnaryOperator;

/** The filters of records by what people know of a booking: its code, its guest, its dates. */
final class RecordSearch {
  /** The words of a guest's name, each from its beginning. */
  static final String GUEST = "guest";

  private static final String TERM =
      "id in (select snapshot_id from record_term where term = :?%s)";
  private static final String TERMS =
      "id in (select snapshot_id from record_term where term >= :?%s and term < :?%s)";

  private RecordSearch() {}

  static ListEndpoint in(ListEndpoint list) {
    term(list, "confirmation_code", RecordTerms::code);
    term(list, "guest_email", RecordTerms::email);
    for (String end : List.of("arrival", "departure")) {
      date(list, end, "from", ">=");
      date(list, end, "to", "<=");
    }
    return list;
  }

  private static void term(ListEndpoint list, String name, UnaryOperator<String> term) {
    list.filter(
        name,
        TERM.formatted(name),
        (query, parameter) -> {
          String text = query.text(parameter);
          return text == null ? null : term.apply(text);
        });
  }

  private static void date(ListEndpoint list, String end, String bound, String comparison) {
    String name = end + "_" + bound;
    String condition = "%s_date %s cast(:?%s as date)".formatted(end, comparison, name);
    list.filter(name, condition, QueryParameters::date);
  }

  /** Adds the conditions for the name of a guest, if the query has one. */
  static QueryFilter byGuest(QueryFilter filter, QueryParameters query) {
    String text = query.text(GUEST);
    if (text == null) {
      return filter;
    }
    List<String> names = RecordTerms.names(text);
    if (names.isEmpty()) {
      throw ApiError.invalid(GUEST, "must have a letter or a digit");
    }
    int number = 0;
    for (String name : names) {
      String from = GUEST + "_" + number++;
      String end = from + "_end";
      filter.and(TERMS.formatted(from, end));
      filter.parameters().put(from, name);
      filter.parameters().put(end, behind(name));
    }
    return filter;
  }

  /** The end of what begins so: an index finds a range, whatever the parameter is. */
  private static String behind(String beginning) {
    int last = beginning.length() - 1;
    return beginning.substring(0, last) + (char) (beginning.charAt(last) + 1);
  }
}
