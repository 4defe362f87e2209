package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** Plays a life to a hub, with an account of its own, and tells what is wrong afterwards. */
final class LifeRun {
  /** Times; a provider sends what has got a 503 again. */
  private static final int MOST_SENT = 5;

  private static final Duration POLL = Duration.ofMillis(60);

  private final Stage stage;
  private final TestHub hub;
  private final Life life;
  private final Fake fake;
  private final LifeLedger bookings;
  private final HubClient.Account account;
  private final List<Waiting> waiting = new ArrayList<>();

  /** Where lives are played. */
  record Stage(TestHub hub, FakeServer server, Backlog backlog) {}

  private record Waiting(int due, Fake.Hook hook) {}

  private LifeRun(Stage stage, Life life, String key) {
    this.stage = stage;
    this.hub = stage.hub();
    this.life = life;
    this.bookings = new LifeLedger(1);
    this.fake = Fake.of(life.provider(), bookings);
    stage.server().open(key, fake);
    ObjectNode fields = TestHub.accountFields(life.provider());
    fields.withObject("api").put(fake.credential(), key);
    this.account = hub.account(life.provider(), stage.server().uri(), fields);
  }

  /** A life of which nothing is lost, and no sync: what is wrong then. */
  static List<String> withoutSync(Stage stage, Life life, String key) {
    LifeRun run = new LifeRun(stage, life, key);
    try {
      run.play(false);
      run.rest();
      return run.wrong(run.events());
    } finally {
      stage.server().forget(key);
    }
  }

  /** A life, a full sync, and another: what is wrong then. */
  static List<String> withSync(Stage stage, Life life, String key) {
    LifeRun run = new LifeRun(stage, life, key);
    try {
      run.play(true);
      run.leaveOne();
      run.rest();
      run.awaitSync();
      run.rest();
      List<JsonNode> first = run.events();
      Applier before = new Applier().apply(first);
      List<String> different = Truth.differences(run.fake, before.state());
      run.syncFully();
      List<JsonNode> events = run.events();
      List<String> wrong = new ArrayList<>(run.wrong(events));
      for (JsonNode event : events.subList(first.size(), events.size())) {
        String id = event.at("/data/record/id").asText();
        if (different.stream().noneMatch(d -> d.contains(" " + id + " "))) {
          wrong.add("nothing was different, and the sync has news: " + event);
        }
      }
      run.syncFully();
      List<JsonNode> after = run.events();
      after
          .subList(events.size(), after.size())
          .forEach(event -> wrong.add("a second sync has news: " + event));
      return wrong;
    } finally {
      stage.server().forget(key);
    }
  }

  private void play(boolean syncs) {
    for (int i = 0; i < life.steps().size(); i++) {
      Step step = life.steps().get(i);
      switch (step.act()) {
        case REST -> rest();
        case SYNC -> {
          if (syncs) {
            requestSync(false);
          }
        }
        default -> happen(i, step);
      }
      send(i);
    }
    send(Integer.MAX_VALUE);
  }

  private void leaveOne() {
    LifeLedger.Change change = bookings.leaveOne();
    if (change != null) {
      // Made known to the fake; its webhook is lost.
      fake.hooks(change, 0, false);
    }
  }

  private void happen(int now, Step step) {
    LifeLedger.Change change = bookings.apply(step, fake::may);
    if (change == null) {
      return;
    }
    List<Fake.Hook> hooks = new ArrayList<>(fake.hooks(change, step.form(), false));
    switch (step.fate()) {
      case LOST -> hooks.clear();
      case HALVED -> hooks.subList(1, hooks.size()).clear();
      case REPEATED -> hooks.addAll(List.copyOf(hooks));
      case TWINNED -> hooks.addAll(fake.hooks(change, step.form(), true));
      case SENT -> {}
    }
    hooks.forEach(hook -> waiting.add(new Waiting(now + step.delay(), hook)));
  }

  private void send(int now) {
    for (Waiting one : List.copyOf(waiting)) {
      if (one.due() <= now) {
        waiting.remove(one);
        byte[] body = FixtureJson.bytes(one.hook().body());
        int status = post(body, one.hook().id());
        for (int sent = 1; status == 503 && sent < MOST_SENT; sent++) {
          status = post(body, one.hook().id());
        }
        if (status != 200) {
          throw new IllegalStateException("a webhook was answered " + status);
        }
      }
    }
  }

  private int post(byte[] body, String id) {
    return hub.post(account, body, id).statusCode();
  }

  private void rest() {
    Awaitility.await().pollInterval(POLL).until(this::hasNothingToDo);
  }

  private boolean hasNothingToDo() {
    // While the tables have something the API, which costs more, need not be asked. After it they
    // must be asked again: what they do not have yet may leave a follow-up in them.
    return stage.backlog().isEmpty(account.id())
        && hasAllStored()
        && stage.backlog().isEmpty(account.id());
  }

  private boolean hasAllStored() {
    String pending =
        "/inbox?status=pending&pagination%5Blimit%5D=1&integration_account_id=" + account.id();
    return hub.polling().call("GET", pending, null).path("data").isEmpty();
  }

  private void syncFully() {
    awaitSync();
    requestSync(true);
    JsonNode state = awaitSync();
    if (!state.path("state").asText().equals("done")
        || !state.path("mode").asText().equals("full")) {
      throw new IllegalStateException("the sync did not end well: " + state);
    }
    rest();
  }

  private void requestSync(boolean full) {
    byte[] body =
        full ? "{\"sync\":{\"full\":true}}".getBytes(StandardCharsets.UTF_8) : new byte[0];
    hub.client().call("POST", "/integration_accounts/" + account.id() + "/sync", body);
  }

  private JsonNode awaitSync() {
    return Awaitility.await()
        .pollInterval(POLL)
        .until(
            () -> hub.polling().syncState(account),
            state -> !state.path("state").asText().equals("running"));
  }

  private List<String> wrong(List<JsonNode> events) {
    Applier subscriber = new Applier().apply(events);
    List<String> wrong = new ArrayList<>(subscriber.complaints());
    Map<String, JsonNode> list = reservations();
    Map<String, JsonNode> held = new TreeMap<>(subscriber.state());
    held.keySet().removeIf(key -> key.startsWith("block "));
    if (!held.equals(list)) {
      wrong.add("a subscriber has " + held + ", the hub's list is " + list);
    }
    // The list has no blocks, and equals what the subscriber has of the rest.
    Truth.differences(fake, subscriber.state()).forEach(wrong::add);
    return wrong;
  }

  private Map<String, JsonNode> reservations() {
    Map<String, JsonNode> all = new TreeMap<>();
    String path = "/reservations?pagination%5Blimit%5D=100&integration_account_id=" + account.id();
    for (JsonNode item : get(path).path("data")) {
      ObjectNode record = (ObjectNode) item.path("attributes").deepCopy();
      record.remove("integration_account_id");
      all.put("reservation " + item.path("id").asText(), record);
    }
    return all;
  }

  private List<JsonNode> events() {
    List<JsonNode> all = new ArrayList<>();
    String path = "/events?limit=100&integration_account_id=" + account.id();
    for (String after = ""; ; ) {
      JsonNode page = get(path + after);
      page.path("data").forEach(item -> all.add(item.path("attributes")));
      JsonNode next = page.at("/meta/next");
      if (next.isMissingNode() || next.isNull()) {
        return all;
      }
      after = "&after=" + next.asText();
    }
  }

  private JsonNode get(String path) {
    return hub.client().call("GET", path, null);
  }
}
