package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Receiver;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A hub that works while every logger logs all that it can. */
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

  private static final Path GUESTY = Path.of("fixtures", "guesty");
  private static final String SIGNING = SubscriptionBuilder.secret(7);
  private static final List<String> PROVIDERS =
      List.of(
          "ownerrez",
          "booking-experts",
          "channex",
          "guesty",
          "calry",
          "hospitable",
          "hostaway",
          "smoobu");
  private static final List<String> SECRETS =
      List.of("token", "client_secret", "refresh_token", "api_key", "api_secret");

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
        Receiver subscriber = new Receiver();
        TestHub hub = TestHub.start(Map.of("bellhop.delivery.allow-private", "true"))) {
      api.usually(
          Receiver.Answer.text(
              200,
              "{\"access_token\":\"access_tellnobody\",\"refresh_token\":\"next_tellnobody\","
                  + "\"expires_in\":3600,\"items\":[],\"results\":[],\"data\":[]}"));
      subscribe(hub, subscriber);
      for (String provider : PROVIDERS) {
        ObjectNode fields = secret(TestHub.accountFields(provider));
        HubClient.Account account = hub.account(provider, URI.create(api.url()), fields);
        int calls = api.received().size();
        hub.post(account, "{\"id\":1}".getBytes(StandardCharsets.UTF_8));
        // One that proves nothing: what it carries instead is a secret too.
        hub.senders()
            .post(
                account.listener(),
                "{\"id\":2}".getBytes(StandardCharsets.UTF_8),
                Senders.basic("a-user", "wrong_tellnobody"));
        hub.client().sync(account, true);
        api.await(all -> all.size() > calls);
      }
      HubClient.Account account = hub.guesty(URI.create(api.url()));
      hub.post(account, FixtureJson.bytes(Fixtures.inFolder(GUESTY).json("reservation.new.json")));
      subscriber.await(1);
      assertThat(api.received())
          .as("tokens were had and used")
          .anyMatch(call -> String.valueOf(call.header("authorization")).contains("access_tell"));
    } finally {
      root.setLevel(rootLevel);
      root.detachAppender(recorder);
      kept.forEach(root::addAppender);
      before.forEach((name, level) -> context.getLogger(name).setLevel(level));
    }

    assertThat(logged).isNotEmpty();
    assertThat(logged.stream().filter(SecretLogsTest::isSecret)).isEmpty();
  }

  /** A subscriber who has all that a subscriber can have of secrets. */
  private static void subscribe(TestHub hub, Receiver subscriber) {
    ObjectNode fields =
        FixtureJson.object()
            .put("callback_url", subscriber.url())
            .put("event_mask", "*")
            .put("is_global", true)
            .put("is_active", true)
            .put("send_data", true)
            .put("secret", SIGNING);
    fields.withObject("headers").put("x-key", "header_tellnobody");
    fields.withObject("request_params").put("key", "query_tellnobody");
    hub.client().makeWebhook(fields);
  }

  /** All credentials that its fixtures have, and those of its other ways to prove who calls. */
  private static ObjectNode secret(ObjectNode fields) {
    ObjectNode api = fields.withObject("api");
    if (api.has("api_key") && !api.has("api_secret")) {
      api.removeAll();
      api.put("client_id", "client").put("client_secret", "").put("refresh_token", "");
    }
    SECRETS.stream().filter(api::has).forEach(name -> api.put(name, name + "_tellnobody"));
    ObjectNode webhook = fields.withObject("webhook");
    for (String name : List.of("password", "value", "secret")) {
      if (webhook.has(name)) {
        boolean svix = webhook.get(name).asText().startsWith("whsec_");
        webhook.put(name, svix ? SIGNING : name + "_tellnobody_and_some_more");
      }
    }
    return fields;
  }

  private static boolean isSecret(String line) {
    return line.contains("tellnobody")
        || line.contains(TestHub.API_KEY)
        || line.contains(SIGNING)
        || line.contains(SIGNING.substring("whsec_".length()));
  }

  private final class Recorder extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      logged.add(event.getLoggerName() + " " + event.getFormattedMessage());
      for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
        logged.add(event.getLoggerName() + " " + t.getMessage());
      }
    }
  }
}
