package io.bellhop.inbox;

import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.OutageLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intake of nodes that share the order keys: each hands to its workers only messages of its own
 * partitions. The journal is a table unless a subclass replaces it.
 */
class SharedIntake extends TailIntake {
  private static final Logger LOG = LoggerFactory.getLogger(SharedIntake.class);

  /**
   * How long a node counts as running after its last renewal. After a crash its messages wait this
   * long. A node that is alive after all continues under a new id.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  /**
   * How long a hand-over waits for messages in progress before it gives up until the next attempt.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /**
   * The poll interval while there are other nodes, which store messages for this one in the tables.
   */
  private static final Duration POLL = Duration.ofMillis(50);

  private final Nodes nodes;
  private final Database database;
  private final InboxTable table;
  private final JournalRecovery recovery;
  private final Clock clock;
  private final OutageLog outage =
      new OutageLog(LOG, "this node cannot tell the others that it is alive");
  private final PeriodicTask heartbeat;
  private final Duration pause;
  private SharedJournal journal;

  SharedIntake(Database database, InboxTable table, Clock clock, Duration lease, Signals signals) {
    super(database, clock, lease, signals);
    Duration silence = lease.compareTo(LONGEST_SILENCE) < 0 ? lease : LONGEST_SILENCE;
    this.pause = silence.dividedBy(5);
    this.nodes = new Nodes(database, clock, silence);
    this.database = database;
    this.table = table;
    this.clock = clock;
    this.recovery = new JournalRecovery(database, new TailTable(table.ofTail()), clock);
    this.heartbeat = new PeriodicTask("bellhop-nodes", this::beat, outage::failed);
  }

  @Override
  public void start() throws SQLException {
    nodes.join();
    journal = open(nodes);
    look();
    begin(new Tail(database, journal), journal.tables());
    heartbeat.start(pause, pause);
  }

  /** Opens the journal, once, when this node has joined. */
  SharedJournal open(Nodes joined) {
    return new TableJournal(database, joined, table, clock);
  }

  private void beat() throws SQLException {
    look();
    outage.worked();
  }

  /** Checks whether nodes have joined or died. */
  synchronized void look() throws SQLException {
    try {
      nodes.renew();
    } catch (NodeLostException e) {
      beginAnew();
    }
    boolean hasWork = false;
    for (UUID dead : nodes.dead()) {
      // Several nodes may try; the first one finds something.
      if (recovery.from(dead)) {
        LOG.info("node {} no longer answered: this node has taken over its messages", dead);
        hasWork = true;
      }
    }
    hasWork |= nodes.balance(handOver());
    if (hasWork) {
      signals().onStored().run();
    }
  }

  private Nodes.HandOver handOver() {
    return new Nodes.HandOver() {
      @Override
      public void keepOnly(Set<String> partitions) {
        tail().appending().lock();
        try {
          nodes.keepOnly(partitions);
        } finally {
          tail().appending().unlock();
        }
      }

      @Override
      public void storeRest() throws SQLException {
        inTurn(sequencer()::storeAll);
        journal.handOver();
      }
    };
  }

  /** Runs a task between two steps of the sequencer, and waits for its end. */
  private void inTurn(Sequencer.Task task) throws SQLException {
    try {
      await(sequencer().run(task), LONGEST_WAIT);
    } catch (TimeoutException e) {
      throw new SQLException("Bellhop has not stored the tail yet", e);
    }
  }

  /** Continues under a new id after other nodes have taken over this node's messages. */
  private synchronized void beginAnew() throws SQLException {
    LOG.warn("other nodes declared this node dead: it continues as a new node");
    inTurn(
        () -> {
          tail().appending().lock();
          try {
            tail().abandon(sequencer().resume());
            nodes.join();
            journal.begin();
          } finally {
            tail().appending().unlock();
          }
        });
  }

  @Override
  public void append(List<List<NewMessage>> requests) throws Exception {
    boolean hasStored;
    try {
      hasStored = tail().append(requests);
    } catch (NodeLostException e) {
      look();
      hasStored = tail().append(requests);
    }
    sequencer().wake();
    if (hasStored) {
      signals().onStored().run();
    }
  }

  @Override
  public Collection<String> queues() {
    return nodes.own();
  }

  /** Asks the database, because a frozen node knows less than the others. */
  @Override
  public Collection<String> hold(Connection connection, Collection<String> due)
      throws SQLException {
    return due.isEmpty() ? due : NodeTable.hold(connection, nodes.id(), due);
  }

  @Override
  public Duration poll(Duration usual) {
    return nodes.shares() && usual.compareTo(POLL) > 0 ? POLL : usual;
  }

  @Override
  public List<UnstoredMessage> unstored(Predicate<UnstoredMessage> which) throws SQLException {
    List<UnstoredMessage> own = super.unstored(which);
    if (!nodes.shares()) {
      return own;
    }
    Map<String, UnstoredMessage> all = new TreeMap<>(Comparator.reverseOrder());
    own.forEach(one -> all.put(one.id().toString(), one));
    journal.ofOthers().stream()
        .map(UnstoredMessage::of)
        .filter(which)
        .forEach(one -> all.put(one.id().toString(), one));
    return List.copyOf(all.values());
  }

  @Override
  public Optional<NewMessage> unstored(UUID message) throws SQLException {
    Optional<NewMessage> own = super.unstored(message);
    if (own.isPresent() || !nodes.shares()) {
      return own;
    }
    Optional<NewMessage> others =
        journal.ofOthers().stream().filter(one -> one.message().id().equals(message)).findFirst();
    return others.isPresent() ? Optional.of(journal.withContent(others.get())) : others;
  }

  @Override
  public void close() throws InterruptedException {
    heartbeat.close();
    super.close();
    if (journal == null) {
      return;
    }
    try {
      leave();
    } catch (SQLException | RuntimeException e) {
      LOG.warn(
          "this node cannot tell the others that it stops, so they wait for its lease to end: {}",
          DatabaseErrors.describe(e));
    }
  }

  /** Ends this node, and stores messages that it has kept unknowingly. */
  private void leave() throws SQLException {
    journal.handOver();
    boolean isAll = false;
    while (!isAll) {
      isAll =
          database.durably(
              connection -> {
                journal.fence(connection);
                return recovery.moveSome(connection, nodes.id());
              });
    }
    nodes.leave();
  }
}
