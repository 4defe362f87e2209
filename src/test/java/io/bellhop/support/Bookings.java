package io.bellhop.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/** Bookings as a provider sends them, each with its record: no API is needed. */
public record Bookings(TestHub hub, HubClient.Account account) {
  /** The property of all of them. */
  public static final String PROPERTY = "470003";

  public static Bookings of(TestHub hub) {
    return new Bookings(hub, hub.ownerRez(URI.create("http://127.0.0.1:9")));
  }

  /** Sends one and waits until its event is in the log. */
  public void send(int id) {
    ObjectNode body =
        Fixtures.inFolder(Path.of("fixtures", "ownerrez"))
            .json("booking-entity_create-inline.json");
    body.put("id", UUID.randomUUID().toString()).put("entity_id", id);
    body.withObject("entity").put("id", id);
    hub.post(account, FixtureJson.bytes(body));
    hub.awaitSettled();
  }
}
