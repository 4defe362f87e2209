/**
 * An append-only log in a topic of Kafka: what {@link io.bellhop.journal.kafka.KafkaLog#append}
 * returns from is acknowledged by all replicas in sync. It knows nothing of what its records hold,
 * nor how far they were processed. The only package that needs the client of Kafka.
 *
 * <p>Entry points: {@link io.bellhop.journal.kafka.KafkaLog} by {@link
 * io.bellhop.journal.kafka.KafkaSettings}, {@link io.bellhop.journal.kafka.KafkaReader}, {@link
 * io.bellhop.journal.kafka.LostRecordsException}.
 *
 * <p>May import: config, queue;
 */
package io.bellhop.journal.kafka;
