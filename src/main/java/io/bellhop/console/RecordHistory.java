package io.bellhop.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of one record: the life of a booking. */
final class RecordHistory {
  private final ConsoleApi api;
  private final String path;
  private final Map<String, Object> query = new LinkedHashMap<>();

  /**
   * @param account null for all accounts with such a record
   */
  RecordHistory(ConsoleApi api, String type, String id, String account) {
    this.api = api;
    this.path = ConsoleApi.path("/records/{}/{}/events", type, id);
    query.put("integration_account_id", account);
  }

  static RecordHistory of(ConsoleApi api, Item event) {
    String type = event.text("hook/eventType").replaceFirst("\\..*", "");
    return new RecordHistory(
        api, type, event.text("data/record/id"), event.text("data/integrationAccountId"));
  }

  List<Item> latest() {
    return events(Map.of("order", "newest", "limit", Pager.ROWS));
  }

  /** The event before and the event after an event, if they exist. */
  Neighbours around(String event) {
    return new Neighbours(
        events(Map.of("order", "newest", "limit", 1, "after", event)),
        events(Map.of("order", "oldest", "limit", 1, "after", event)));
  }

  /** The events around one. */
  record Neighbours(List<Item> before, List<Item> after) {
    boolean isAlone() {
      return before.isEmpty() && after.isEmpty();
    }
  }

  /** Empty where the API knows no such type or record: a provider may have been removed. */
  private List<Item> events(Map<String, ?> more) {
    Map<String, Object> all = new LinkedHashMap<>(query);
    all.putAll(more);
    return api.look(path, all).items();
  }
}
