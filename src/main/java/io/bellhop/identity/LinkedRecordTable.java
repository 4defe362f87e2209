package io.bellhop.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.event.StoredContent;
import io.bellhop.identity.StayLinks.Known;
import io.bellhop.json.Json;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** The SQL for records that may be the same stay. */
final class LinkedRecordTable {
  /** More records with one code are not one stay, and more records of one day are not one unit. */
  private static final int MOST = 1_000;

  private static final String COLUMNS =
      "select s.id, s.account_id, s.record_type, s.record_id, s.record from snapshot s";

  private static final String BY_ID =
      COLUMNS + " where s.id = any(?) and s.record_type = 'reservation' and s.deleted = false";

  private static final String BY_CODE =
      COLUMNS
          + """
           join record_term t on t.snapshot_id = s.id
          where t.term = any(?) and s.record_type = 'reservation' and s.deleted = false limit ?
          """;

  /** Finds records by departure, which has an index. */
  private static final String BY_DATES =
      COLUMNS
          + """
           where s.property_id = any(?) and s.departure_date = any(?)
            and s.arrival_date = any(?) and s.record_type = 'reservation' and s.deleted = false limit ?
          """;

  private final ContentCipher cipher;
  private final ObjectMapper mapper;

  LinkedRecordTable(ContentCipher cipher, ObjectMapper mapper) {
    this.cipher = cipher;
    this.mapper = mapper;
  }

  List<Known> byId(Connection connection, Collection<String> ids) throws SQLException {
    return Sql.list(connection, BY_ID, this::known, Sql.texts(ids));
  }

  List<Known> byCode(Connection connection, Collection<String> terms) throws SQLException {
    return terms.isEmpty()
        ? List.of()
        : Sql.list(connection, BY_CODE, this::known, Sql.texts(terms), MOST);
  }

  List<Known> byDates(
      Connection connection,
      Collection<String> properties,
      Collection<LocalDate> arrivals,
      Collection<LocalDate> departures)
      throws SQLException {
    return properties.isEmpty()
        ? List.of()
        : Sql.list(
            connection,
            BY_DATES,
            this::known,
            Sql.texts(properties),
            Sql.dates(departures),
            Sql.dates(arrivals),
            MOST);
  }

  private Known known(SqlRow row) throws SQLException {
    String record = StoredContent.openRecord(cipher, row.text("id"), row.text("record"));
    return new Known(
        row.id("account_id"),
        row.text("record_type"),
        row.text("record_id"),
        Json.stored(mapper, record));
  }
}
