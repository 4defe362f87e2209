package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.ingest.Listeners;
import io.bellhop.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The lists that providers' folders describe. Thread-safe. */
public final class ProviderLists {
  private final Map<String, ListSettings> open = new ConcurrentSkipListMap<>();
  private final Database database;
  private final Listeners listeners;
  private final ObjectMapper mapper;
  private final Clock clock;

  /**
   * @param listeners provide the order keys of a provider's records
   */
  public ProviderLists(Database database, Listeners listeners, ObjectMapper mapper, Clock clock) {
    this.database = database;
    this.listeners = listeners;
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException names the invalid parameter
   */
  ListReader open(ListSettings settings) {
    open.put(settings.provider(), settings);
    listeners.openList(settings.provider());
    return new ListReader(settings, database, listeners, mapper, clock);
  }

  ObjectMapper mapper() {
    return mapper;
  }

  /** The shortest interval between two runs that a folder declares; empty if none does. */
  Optional<Duration> shortestInterval() {
    return open.values().stream()
        .map(ListSettings::interval)
        .filter(own -> own != null && !own.isZero())
        .min(Comparator.naturalOrder());
  }

  /**
   * The settings of a provider's list; empty if the provider's folder has no route of the template.
   */
  Optional<ListSettings> of(String provider) {
    return Optional.ofNullable(open.get(provider));
  }
}
