package io.bellhop.journal.kafka;

import java.util.Set;

/** Records that were to be read are not in the log any more, or not yet: some were lost. */
public final class LostRecordsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Set<Integer> partitions;

  LostRecordsException(Set<Integer> partitions, Throwable cause) {
    super("Kafka lost records", cause);
    this.partitions = partitions;
  }

  /** Where they were. */
  public Set<Integer> partitions() {
    return partitions;
  }
}
