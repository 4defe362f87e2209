package io.bellhop.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.Answer;
import io.bellhop.fixture.FixtureApi;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.Json;
import io.bellhop.fixture.SvixSigner;
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

  private final Dialect dialect;
  private final FixtureApi api;
  private final List<ObjectNode> entries = new ArrayList<>();
  private int next = 1;
  private String failing = "";
  private Answer failure;
  private int secretsMissing;
  private int generation;

  public FakeWebhooks(Dialect dialect) {
    this.dialect = dialect;
    this.api = new FixtureApi(Fixtures.inFolder(Path.of("fixtures", dialect.provider())));
    api.serve(dialect.root(), this::answer);
    if (dialect == Dialect.GUESTY) {
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

  /** An entry as somebody would have made it, with these fields beside its URL. */
  public synchronized ObjectNode add(String url, String fields) {
    ObjectNode entry =
        dialect.entry(
            id(), Json.object(fields.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    dialect.put(entry, url);
    entries.add(entry);
    return entry.deepCopy();
  }

  /** The next call with this method does what it is for, and is answered with this. */
  public synchronized void answerOnce(String method, Answer answer) {
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

  private synchronized Answer secret(FixtureApi.Call call) {
    if (secretsMissing > 0 || at(call.query().get("url").get(0)).isEmpty()) {
      secretsMissing--;
      return Answer.of(404);
    }
    return json(Json.object().put("key", secret()));
  }

  private synchronized Answer answer(FixtureApi.Call call) {
    Answer usual = usual(call);
    if (call.method().equals(failing)) {
      failing = "";
      return failure;
    }
    return usual;
  }

  private Answer usual(FixtureApi.Call call) {
    String id = call.path().substring(dialect.root().length()).replace("/", "");
    return switch (call.method()) {
      case "GET" -> json(list(call));
      case "POST" -> made((ObjectNode) Json.parse(call.body()));
      case "DELETE" ->
          entries.removeIf(e -> dialect.id(e).equals(id)) ? Answer.of(200) : Answer.of(404);
      default -> changed(id, (ObjectNode) Json.parse(call.body()));
    };
  }

  private Answer made(ObjectNode body) {
    generation++;
    ObjectNode entry = dialect.entry(id(), dialect.unwrapped(body));
    entries.add(entry);
    return Answer.of(201, Json.bytes(dialect.wrapped(entry)));
  }

  private Answer changed(String idInPath, ObjectNode body) {
    String id = idInPath.isEmpty() ? dialect.id(body) : idInPath;
    for (ObjectNode entry : entries) {
      if (dialect.id(entry).equals(id)) {
        dialect.fields(entry).setAll(dialect.unwrapped(body));
        return json(dialect.wrapped(entry));
      }
    }
    return Answer.of(404);
  }

  private JsonNode list(FixtureApi.Call call) {
    int from = dialect.from(call.query(), PAGE);
    ArrayNode page = Json.object().putArray("page");
    entries.stream().skip(from).limit(dialect.paged() ? PAGE : 1000).forEach(page::add);
    return dialect.list(page, from / PAGE + 1, PAGE, entries.size());
  }

  private String id() {
    return dialect == Dialect.OWNERREZ ? String.valueOf(next++) : UUID.randomUUID().toString();
  }

  private static Answer json(JsonNode body) {
    return Answer.of(200, Json.bytes(body));
  }

  @Override
  public void close() {
    api.close();
  }
}
