package io.bellhop.api;

import io.bellhop.store.ContentCipher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.jdbc.JdbcConstants;

/**
 * Reads the database through camel-jdbc, on the DataSource that is bound as {@code
 * bellhopDatabase}.
 */
final class Queries {
  private static final String DATABASE =
      "jdbc:bellhopDatabase?useHeadersAsParameters=true&outputType=SelectList";

  private final ProducerTemplate template;
  private final ContentCipher content;
  private final RowCounts counts = new RowCounts(System::nanoTime);

  /**
   * @param content the encryption of bodies, records, events and answers
   */
  Queries(ProducerTemplate template, ContentCipher content) {
    this.template = template;
    this.content = content;
  }

  ContentCipher content() {
    return content;
  }

  /**
   * @param parameters must be complete, because Camel would look for missing ones in headers
   */
  List<ResultRow> list(String sql, Map<String, Object> parameters) throws Exception {
    Exchange done =
        template.request(
            DATABASE,
            exchange -> {
              exchange.getMessage().setHeader(JdbcConstants.JDBC_PARAMETERS, parameters);
              exchange.getMessage().setBody(sql);
            });
    if (done.getException() != null) {
      throw done.getException();
    }
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> rows = done.getMessage().getBody(List.class);
    return rows.stream().map(ResultRow::new).toList();
  }

  Optional<ResultRow> first(String sql, Map<String, Object> parameters) throws Exception {
    return list(sql, parameters).stream().findFirst();
  }

  /** The number of rows; for long lists it may be a recent count. */
  long count(String table, QueryFilter filter) throws Exception {
    return total(
        "select count(*) as total from " + table + " where " + filter, filter.parameters());
  }

  /**
   * The number of rows of a query.
   *
   * @param sql selects {@code total}
   */
  long total(String sql, Map<String, Object> parameters) throws Exception {
    return counts.of(
        Map.entry(sql, Map.copyOf(parameters)), () -> list(sql, parameters).get(0).number("total"));
  }

  /**
   * Several numbers of one query.
   *
   * @param sql selects rows with {@code total}
   */
  List<ResultRow> totals(String sql, Map<String, Object> parameters) throws Exception {
    return counts.of(
        Map.entry(sql, Map.copyOf(parameters)),
        () -> list(sql, parameters),
        rows -> rows.stream().mapToLong(row -> row.number("total")).sum());
  }

  /** The rows of one table, for a list. */
  ListEndpoint.Rows rows(String columns, String table, String order) {
    return new ListEndpoint.Rows() {
      @Override
      public List<ResultRow> list(QueryFilter filter, ListPage page) throws Exception {
        return Queries.this.list(
            "select %s from %s where %s order by %s limit :?limit offset :?offset"
                .formatted(columns, table, filter, order),
            filter.parameters(page));
      }

      @Override
      public long count(QueryFilter filter) throws Exception {
        return Queries.this.count(table, filter);
      }
    };
  }
}
