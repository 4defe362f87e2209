package io.bellhop.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.SvixSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The part of a provider's API where webhooks are made, kept in memory, four on a page. */
public final class FakeWebhooks implements AutoCloseable {
  private static final int PAGE = 4;
  private static final String SECRET = "/v1/webhooks-v2/secret";

  private final SenderDialect dialect;
  private final FixtureApi api;
  private final List<ObjectNode> entries = new ArrayList<>();
  private int next = 1;
  private String failing = "";
  private FixtureAnswer failure;
  private int secretsMissing;
  private int generation;

  public FakeWebhooks(SenderDialect dialect) {
    this.dialect = dialect;
    this.api = new FixtureApi(Fixtures.inFolder(Path.of("fixtures", dialect.provider())));
    api.serve(dialect.root(), this::answer);
    if (dialect == SenderDialect.GUESTY) {
      api.serve(SECRET, call -> secret(call));
    }
  }

  public URI uri() {
    return api.uri();
  }

  public FixtureApi api() {
    return api;
  }

  /** What was made, changed and removed: the method of each call that was no GET. */
  public List<String> writes() {
    return api.calls(dialect.root()).stream()
        .map(FixtureApi.Call::method)
        .filter(method -> !method.equals("GET"))
        .toList();
  }

  public synchronized List<ObjectNode> entries() {
    return entries.stream().map(ObjectNode::deepCopy).toList();
  }

  /** Those with this URL. */
  public List<ObjectNode> at(String url) {
    return entries().stream().filter(e -> e.at(dialect.url()).asText().equals(url)).toList();
  }

  /** An entry as a person would have made it, with these fields beside its URL. */
  public synchronized ObjectNode add(String url, String fields) {
    ObjectNode entry =
        dialect.entry(
            id(), FixtureJson.object(fields.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    dialect.put(entry, url);
    entries.add(entry);
    return entry.deepCopy();
  }

  /** The next call with this method does what it is for, and is answered with this. */
  public synchronized void answerOnce(String method, FixtureAnswer answer) {
    failing = method;
    failure = answer;
  }

  /** The secret is not there for the next n calls. */
  public synchronized void secretComesAfter(int calls) {
    secretsMissing = calls;
  }

  public synchronized String secret() {
    return SvixSigner.secretOf("the-secret-of-webhook-number-" + generation);
  }

  private synchronized FixtureAnswer secret(FixtureApi.Call call) {
    if (secretsMissing > 0 || at(call.query().get("url").get(0)).isEmpty()) {
      secretsMissing--;
      return FixtureAnswer.of(404);
    }
    return json(FixtureJson.object().put("key", secret()));
  }

  private synchronized FixtureAnswer answer(FixtureApi.Call call) {
    FixtureAnswer usual = usual(call);
    if (call.method().equals(failing)) {
      failing = "";
      return failure;
    }
    return usual;
  }

  private FixtureAnswer usual(FixtureApi.Call call) {
    String id = call.path().substring(dialect.root().length()).replace("/", "");
    return switch (call.method()) {
      case "GET" -> json(list(call));
      case "POST" -> made((ObjectNode) FixtureJson.parse(call.body()));
      case "DELETE" ->
          entries.removeIf(e -> dialect.id(e).equals(id))
              ? FixtureAnswer.of(200)
              : FixtureAnswer.of(404);
      default -> changed(id, (ObjectNode) FixtureJson.parse(call.body()));
    };
  }

  private FixtureAnswer made(ObjectNode body) {
    generation++;
    ObjectNode entry = dialect.entry(id(), dialect.unwrapped(body));
    entries.add(entry);
    return FixtureAnswer.of(201, FixtureJson.bytes(dialect.wrapped(entry)));
  }

  private FixtureAnswer changed(String idInPath, ObjectNode body) {
    String id = idInPath.isEmpty() ? dialect.id(body) : idInPath;
    for (ObjectNode entry : entries) {
      if (dialect.id(entry).equals(id)) {
        dialect.fields(entry).setAll(dialect.unwrapped(body));
        return json(dialect.wrapped(entry));
      }
    }
    return FixtureAnswer.of(404);
  }

  private JsonNode list(FixtureApi.Call call) {
    int from = dialect.from(call.query(), PAGE);
    ArrayNode page = FixtureJson.object().putArray("page");
    entries.stream().skip(from).limit(dialect.paged() ? PAGE : 1000).forEach(page::add);
    return dialect.list(page, from / PAGE + 1, PAGE, entries.size());
  }

  private String id() {
    return dialect == SenderDialect.OWNERREZ
        ? String.valueOf(next++)
        : UUID.randomUUID().toString();
  }

  private static FixtureAnswer json(JsonNode body) {
    return FixtureAnswer.of(200, FixtureJson.bytes(body));
  }

  @Override
  public void close() {
    api.close();
  }
}
