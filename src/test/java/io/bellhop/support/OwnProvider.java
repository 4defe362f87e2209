package io.bellhop.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/** A provider of a test's own, in a folder of routes beside those of the jar. */
public final class OwnProvider {
  /** What its accounts prove webhooks by, where its listener asks for user name and password. */
  public static final Map<String, String> PROOF = Senders.basic("user", "pass:word");

  private final Path routes;
  private final String name;

  /**
   * @param routes the folder of all providers of the test
   */
  public OwnProvider(Path routes, String name) {
    this.routes = routes;
    this.name = name;
  }

  /** One that is called acme. */
  public static OwnProvider in(Path routes) {
    return new OwnProvider(routes, "acme");
  }

  /** Writes its route file. */
  public OwnProvider routes(String text) {
    return write(name + ".camel.yaml", text);
  }

  /** Writes a file of its folder: at once, as editors do that are careful. */
  public OwnProvider write(String file, String text) {
    try {
      Path folder = Files.createDirectories(routes.resolve(name));
      Path part = Files.writeString(folder.resolve(file + ".part"), text);
      Files.move(part, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The options of a hub that has it. */
  public Map<String, String> options(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("bellhop.routes.extra", routes.toString());
    return options;
  }

  /** The fields of an account that its listener knows by the token alone. */
  public ObjectNode account() {
    return FixtureJson.object().put("provider", name).put("name", "An account of " + name);
  }

  /** The fields of an account with {@link #PROOF}. */
  public ObjectNode accountWithProof() {
    ObjectNode fields = account();
    fields.putObject("webhook").put("username", "user").put("password", "pass:word");
    return fields;
  }

  /** Posts with {@link #PROOF} to where an account's listener is now; gives the status. */
  public static int post(TestHub hub, HubClient.Account account, byte[] body) {
    URI listener = URI.create(hub.server().url() + account.listener().getPath());
    return hub.senders().post(listener, body, PROOF).statusCode();
  }
}
