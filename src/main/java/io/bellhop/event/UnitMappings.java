package io.bellhop.event;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The units of several accounts that a workspace has mapped to the same unit.
 *
 * @param owns the workspace's names of each unit, by {@link Stay#unit}; in the order of mapping
 * @param propertyIds the provider's id of each unit's property
 */
public record UnitMappings(Map<String, Own> owns, Map<String, String> propertyIds) {
  /** A workspace's name of a unit. */
  public record Own(String workspace, String id) {}

  private static final UnitMappings NONE = new UnitMappings(Map.of(), Map.of());

  private static final String READ =
      """
      select o.place, o.property_id, o.own_id, b.workspace_id from property_mapping m
      join integration_account a on a.id = m.account_id
      join property_mapping o on o.own_id = m.own_id
      join integration_account b on b.id = o.account_id and b.workspace_id = a.workspace_id
      where m.place = any(?) order by o.created_at, o.id
      """;

  /** The mapped units among these, and all units that are the same. */
  public static UnitMappings read(Connection connection, Collection<String> units)
      throws SQLException {
    if (units.isEmpty()) {
      return NONE;
    }
    Map<String, Own> owns = new LinkedHashMap<>();
    Map<String, String> properties = new HashMap<>();
    Sql.forEach(
        connection,
        READ,
        row -> {
          owns.put(row.text("place"), new Own(row.text("workspace_id"), row.text("own_id")));
          properties.put(row.text("place"), row.text("property_id"));
        },
        Sql.texts(units));
    return new UnitMappings(owns, properties);
  }

  /** A unit and all that are the same; only itself if it is not mapped. */
  List<String> same(String unit) {
    Own own = owns.get(unit);
    return own == null
        ? List.of(unit)
        : owns.entrySet().stream()
            .filter(one -> one.getValue().equals(own))
            .map(Map.Entry::getKey)
            .toList();
  }

  /** Whether other units are the same as this one. */
  boolean isShared(String unit) {
    return owns.containsKey(unit) && same(unit).size() > 1;
  }

  boolean isSame(String unit, String other) {
    Own own = owns.get(unit);
    return unit.equals(other) || own != null && own.equals(owns.get(other));
  }

  /** The rank of a unit in the order of mapping. */
  int place(String unit) {
    return List.copyOf(owns.keySet()).indexOf(unit);
  }

  /** The workspace's names of these units. */
  public Set<String> ownIds(Collection<String> units) {
    return units.stream()
        .map(owns::get)
        .filter(Objects::nonNull)
        .map(Own::id)
        .collect(Collectors.toSet());
  }

  /** The providers' ids of the properties with units of these names. */
  public Set<String> properties(Set<String> ownIds) {
    return owns.entrySet().stream()
        .filter(one -> ownIds.contains(one.getValue().id()))
        .map(one -> propertyIds.get(one.getKey()))
        .collect(Collectors.toSet());
  }
}
