package io.bellhop.support;

import io.bellhop.delivery.http.DeliverySettings;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes on one database, without HTTP and routes. Time stands still, so what a node does at a time
 * happens when the test lets time pass.
 */
public class TestNodes implements AutoCloseable {
  public final MutableClock clock = new MutableClock();
  public final TestNode node;
  private final String url;
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();

  public TestNodes(String url, DeliverySettings settings) throws SQLException {
    this.url = url;
    this.node = start(settings);
  }

  /** Another node on the same database. */
  public final TestNode start(DeliverySettings settings) throws SQLException {
    return start(settings, clock);
  }

  /** One for which more time has passed, so that it alone sees that another's lease has ended. */
  public final TestNode start(DeliverySettings settings, Clock own) throws SQLException {
    TestNode another = TestNode.start(url, own, settings);
    nodes.add(another);
    return another;
  }

  /** All nodes. */
  public final List<TestNode> all() {
    return nodes;
  }

  /** Closes something behind the nodes, which still use it. */
  public final <T extends AutoCloseable> T closeBehind(T other) {
    others.add(other);
    return other;
  }

  @Override
  public void close() throws Exception {
    for (TestNode one : nodes) {
      one.close();
    }
    for (AutoCloseable one : others) {
      one.close();
    }
  }
}
