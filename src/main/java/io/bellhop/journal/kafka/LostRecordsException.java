package io.bellhop.journal.kafka;

import java.util.Set;

/** Requested records are missing in the log: some were lost. */
public final class LostRecordsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Set<Integer> partitions;

  LostRecordsException(Set<Integer> partitions, Throwable cause) {
    super("Kafka lost records", cause);
    this.partitions = partitions;
  }

  /** Their location. */
  public Set<Integer> partitions() {
    return partitions;
  }
}
