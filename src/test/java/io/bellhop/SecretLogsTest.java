package io.bellhop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.HubClient;
import io.bellhop.support.Receiver;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A hub that works while everything that logs is told to log all it can. */
class SecretLogsTest {
  private static final String[] LIBRARIES = {
    "org.apache.hc",
    "io.netty",
    "io.vertx",
    "org.apache.camel",
    "com.zaxxer.hikari",
    "org.flywaydb",
    "h2database",
    "org.apache.hc.client5.http.wire",
    "org.apache.hc.client5.http.headers"
  };

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();

  @Test
  void no_logger_prints_a_secret_at_any_level() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    Map<String, Level> before = new HashMap<>();
    for (String name : LIBRARIES) {
      before.put(name, context.getLogger(name).getLevel());
      context.getLogger(name).setLevel(Level.TRACE);
    }
    Level rootLevel = root.getLevel();
    Recorder recorder = new Recorder();
    recorder.setContext(context);
    recorder.start();
    var others = root.iteratorForAppenders();
    var kept = new java.util.ArrayList<ch.qos.logback.core.Appender<ILoggingEvent>>();
    others.forEachRemaining(kept::add);
    kept.forEach(root::detachAppender);
    root.addAppender(recorder);
    root.setLevel(Level.TRACE);
    try (Receiver api = new Receiver();
        TestHub hub = TestHub.start(Store.H2, Map.of())) {
      ObjectNode fields = TestHub.accountFields("ownerrez");
      ObjectNode secret = fields.withObject("api");
      secret.put("token", "at_tellnobody");
      fields.withObject("webhook").put("password", "pw_tellnobody");
      HubClient.Account account = hub.account("ownerrez", URI.create(api.url().toString()), fields);
      hub.post(
          account,
          "{\"id\":1,\"action\":\"entity_update\",\"entity_type\":\"booking\"}"
              .getBytes(StandardCharsets.UTF_8));
      hub.client().sync(account, true);
      api.await(1);
    } finally {
      root.setLevel(rootLevel);
      root.detachAppender(recorder);
      kept.forEach(root::addAppender);
      before.forEach((name, level) -> context.getLogger(name).setLevel(level));
    }

    assertThat(logged).isNotEmpty();
    assertThat(logged.stream().filter(SecretLogsTest::isSecret)).isEmpty();
  }

  private static boolean isSecret(String line) {
    return line.contains("tellnobody") || line.contains(TestHub.API_KEY);
  }

  private final class Recorder extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      logged.add(event.getLoggerName() + " " + event.getFormattedMessage());
    }
  }
}
