package io.bellhop.identity;

import io.bellhop.event.Stay;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The places of one property in all accounts, and the names of its units.
 *
 * @param name of the property, as in the request
 * @param all the first is the one in the request, or the oldest mapping
 * @param unitNames the workspace's names of mapped units, by {@link Stay#unit}
 */
public record PropertyPlaces(String name, List<Place> all, Map<String, String> unitNames) {
  /**
   * A property of an account, or a unit of one.
   *
   * @param unit null for the property
   * @param as the id of the unit in this property, or of the property itself
   */
  public record Place(UUID account, String property, String unit, String as) {
    /** The key of this unit among the units of all accounts. */
    public String id() {
      return Stay.unit(account, unit == null ? property : unit);
    }
  }

  /** The places of a property with a provider's id, with all that are the same property. */
  public static PropertyPlaces ofProvider(
      Connection connection, String workspace, UUID account, String property) throws SQLException {
    Optional<PropertyMapping> own =
        PropertyMappings.within(connection, account, property).stream()
            .filter(one -> one.unitId() == null)
            .findFirst();
    List<Place> first = List.of(new Place(account, property, null, property));
    List<PropertyMapping> same =
        own.isEmpty() ? List.of() : PropertyMappings.of(connection, workspace, own.get().ownId());
    return of(connection, workspace, property, first, same);
  }

  /** The places of a property with the workspace's own id; empty if there is none. */
  public static Optional<PropertyPlaces> ofOwn(
      Connection connection, String workspace, String ownId) throws SQLException {
    List<PropertyMapping> same = PropertyMappings.of(connection, workspace, ownId);
    return same.isEmpty()
        ? Optional.empty()
        : Optional.of(of(connection, workspace, ownId, List.of(), same));
  }

  private static PropertyPlaces of(
      Connection connection,
      String workspace,
      String name,
      List<Place> first,
      List<PropertyMapping> same)
      throws SQLException {
    List<Place> all = new ArrayList<>(first);
    Set<String> known = new HashSet<>();
    all.forEach(place -> known.add(place.id()));
    for (PropertyMapping one : same) {
      add(all, known, one, name);
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (Place place : List.copyOf(all)) {
      for (PropertyMapping unit :
          PropertyMappings.within(connection, place.account(), place.property())) {
        names.put(unit.place(), unit.ownId());
        // Another account may have only this unit, as a property of its own.
        if (place.unit() == null && unit.unitId() != null) {
          for (PropertyMapping one : PropertyMappings.of(connection, workspace, unit.ownId())) {
            boolean isWithin =
                all.stream()
                    .anyMatch(
                        p ->
                            p.unit() == null
                                && p.account().equals(one.accountId())
                                && p.property().equals(one.propertyId()));
            if (!isWithin) {
              add(all, known, one, unit.ownId());
            }
          }
        }
      }
    }
    return new PropertyPlaces(name, List.copyOf(all), names);
  }

  private static void add(List<Place> all, Set<String> known, PropertyMapping one, String as) {
    if (known.add(one.place())) {
      all.add(new Place(one.accountId(), one.propertyId(), one.unitId(), as));
    }
  }

  /** The name, in this property, of a unit of the first place's account. */
  public String unit(String id) {
    return id == null ? null : unitNames.getOrDefault(Stay.unit(all.get(0).account(), id), id);
  }

  /** Whether the workspace has mapped this unit, so that it is the same in all accounts. */
  public boolean isNamed(String unit) {
    return name.equals(unit) || unitNames.containsValue(unit);
  }

  /**
   * A stay of a place with this property's names of the units; null if the stay takes none of them.
   */
  public Stay here(Place place, Stay stay) {
    return stay.in(part -> here(place, part));
  }

  private List<Stay.Part> here(Place place, Stay.Part part) {
    String unit = part.unit();
    boolean isWhole = place.property().equals(unit) || unit != null && unit.equals(place.unit());
    if (place.unit() != null && !isWhole) {
      return List.of();
    }
    String own = unit == null ? null : unitNames.get(Stay.unit(place.account(), unit));
    String named =
        isWhole ? place.as() : own != null ? own : place.as().equals(name) ? unit : place.as();
    return List.of(new Stay.Part(named, part.arrival(), part.end()));
  }
}
