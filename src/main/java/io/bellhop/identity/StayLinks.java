package io.bellhop.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.event.RecordTerms;
import io.bellhop.event.Stay;
import io.bellhop.event.StayIdentity;
import io.bellhop.event.StoredContent;
import io.bellhop.event.UnitMappings;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** Finds the records of other accounts that are the same stay. Thread-safe. */
public final class StayLinks {
  /**
   * A record as in the API.
   *
   * @param body the fields of the record
   */
  public record Known(UUID account, String type, String id, JsonNode body) {
    Set<String> units() {
      Set<String> units = new TreeSet<>(Stay.unitsOf(account, type, body));
      if (!propertyId().isEmpty()) {
        units.add(Stay.unit(account, propertyId()));
      }
      return units;
    }

    private String propertyId() {
      return body.path(type.equals("property") ? "id" : "propertyId").asText("");
    }
  }

  /** The same stay in another account. */
  public record Link(Known record, StayIdentity.By by) {}

  /** A record that may be the same stay as another. */
  private record Stranger(Known record, StayIdentity identity, String workspace) {}

  /** All records that may be the same stay as one on the page. */
  private record Candidates(UnitMappings mappings, List<Known> records) {
    List<Stranger> strangers(Function<UUID, String> workspaces) {
      return records.stream()
          .map(one -> new Stranger(one, identity(one, mappings), workspaces.apply(one.account())))
          .toList();
    }
  }

  /**
   * The own ids and links of a record.
   *
   * @param ownIds the workspace's own ids for the property and the units
   */
  public record Found(Set<String> ownIds, List<Link> links) {}

  private final Database database;
  private final Accounts accounts;
  private final LinkedRecordTable table;

  public StayLinks(Database database, Accounts accounts, ObjectMapper mapper) {
    this.database = database;
    this.accounts = accounts;
    this.table = new LinkedRecordTable(database.content(), mapper);
  }

  /**
   * @param records a page of them, so that one query finds the links of all
   * @return in the order of the records
   */
  public List<Found> of(List<Known> records) throws SQLException {
    if (records.isEmpty()) {
      return List.of();
    }
    RecordTerms.write(database);
    Candidates candidates = database.transact(c -> candidates(c, records));
    // Outside the transaction: a thread that reloads accounts holds the lock of their cache and
    // needs a connection.
    List<Stranger> strangers = candidates.strangers(this::workspace);
    UnitMappings mappings = candidates.mappings();
    List<Found> found = new ArrayList<>();
    for (Known one : records) {
      Set<String> ownIds = new TreeSet<>(mappings.ownIds(one.units()));
      found.add(new Found(ownIds, links(one, strangers, mappings)));
    }
    return found;
  }

  /**
   * Finds the links of snapshots by their ids, for events. It links two systems; two accounts of
   * one provider are two customers, or one account that was created again.
   */
  public Map<String, Map<String, StayIdentity.By>> find(Collection<String> snapshots)
      throws SQLException {
    List<Known> records = database.transact(c -> table.byId(c, snapshots));
    List<Found> found = of(records);
    Map<String, Map<String, StayIdentity.By>> links = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      Known record = records.get(i);
      Map<String, StayIdentity.By> others = new HashMap<>();
      for (Link link : found.get(i).links()) {
        if (!isOfOneProvider(record, link.record())) {
          others.put(name(link.record()), link.by());
        }
      }
      links.put(name(record), others);
    }
    return links;
  }

  private boolean isOfOneProvider(Known one, Known other) {
    return accounts
        .find(one.account())
        .map(Account::provider)
        .equals(accounts.find(other.account()).map(Account::provider));
  }

  private Candidates candidates(Connection connection, List<Known> records) throws SQLException {
    Set<String> units = new TreeSet<>();
    records.forEach(one -> units.addAll(one.units()));
    UnitMappings mappings = UnitMappings.read(connection, units);
    Map<String, Known> others = new LinkedHashMap<>();
    for (Known one : byCode(connection, records)) {
      others.put(name(one), one);
    }
    for (Known one : byDates(connection, records, mappings)) {
      others.put(name(one), one);
    }
    Set<String> all = new TreeSet<>(units);
    others.values().forEach(one -> all.addAll(one.units()));
    UnitMappings known = all.size() == units.size() ? mappings : UnitMappings.read(connection, all);
    return new Candidates(known, List.copyOf(others.values()));
  }

  private List<Link> links(Known record, List<Stranger> strangers, UnitMappings mappings) {
    List<Link> links = new ArrayList<>();
    StayIdentity stay = identity(record, mappings);
    String workspace = workspace(record.account());
    for (Stranger other : stay == null ? List.<Stranger>of() : strangers) {
      StayIdentity.By by =
          workspace.equals(other.workspace()) ? stay.sameAs(other.identity()) : null;
      if (by != null) {
        links.add(new Link(other.record(), by));
      }
    }
    return links;
  }

  private static StayIdentity identity(Known one, UnitMappings mappings) {
    Set<String> units = Stay.unitsOf(one.account(), one.type(), one.body());
    return StayIdentity.of(one.account(), one.type(), one.body(), mappings.ownIds(units));
  }

  /** The workspace of an account; null if the account was deleted, whose records do not count. */
  private String workspace(UUID account) {
    return accounts.current(account).map(Account::workspaceId).orElse(account.toString());
  }

  private List<Known> byCode(Connection connection, List<Known> records) throws SQLException {
    Set<String> terms = new TreeSet<>();
    for (Known one : records) {
      String term = one.type().equals(Stay.RESERVATION) ? StayIdentity.codeTerm(one.body()) : null;
      if (term != null) {
        terms.add(term);
        terms.add(database.content().hash(term));
      }
    }
    return table.byCode(connection, terms);
  }

  private List<Known> byDates(Connection connection, List<Known> records, UnitMappings mappings)
      throws SQLException {
    Set<String> properties = new TreeSet<>();
    Set<LocalDate> arrivals = new TreeSet<>();
    Set<LocalDate> departures = new TreeSet<>();
    for (Known one : records) {
      StayIdentity stay = identity(one, mappings);
      if (stay != null && stay.isTaken() && !stay.ownUnits().isEmpty()) {
        properties.addAll(mappings.properties(stay.ownUnits()));
        arrivals.add(stay.arrival());
        departures.add(stay.departure());
      }
    }
    return table.byDates(connection, properties, arrivals, departures);
  }

  private static String name(Known one) {
    return StoredContent.recordId(one.account(), one.type(), one.id());
  }
}
