package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.Resources;
import io.bellhop.net.PathPrefix;
import io.bellhop.net.PlatformHttp;
import io.bellhop.subscription.EventNames;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The documentation of the API and the events: the OpenAPI document, its page, the JSON Schemas and
 * the catalogue of event types. It is public and needs no key. Thread-safe.
 */
final class PublicDocuments {
  static final String OPENAPI = "/openapi.json";
  static final String REFERENCE = "/reference";

  private static final String JSON = "application/json";
  private static final String STYLE = REFERENCE + "/style.css";

  /** The page has no script and loads only a style sheet from this hub. */
  private static final Map<String, String> SAFETY =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff");

  private record Document(String type, byte[] bytes) {}

  private final EventCatalogue catalogue;
  private final Supplier<EventNames> names;
  private final PathPrefix prefix;

  /** Computed once, because anyone may request them at any rate. */
  private final Map<Object, Document> made = new ConcurrentHashMap<>();

  /**
   * @param names the names of events, with the record types of loaded providers
   */
  PublicDocuments(ObjectMapper mapper, Supplier<EventNames> names, PathPrefix prefix) {
    this.catalogue = new EventCatalogue(mapper, prefix);
    this.names = names;
    this.prefix = prefix;
  }

  void serve(Exchange exchange) {
    Message message = exchange.getMessage();
    String method = message.getHeader(Exchange.HTTP_METHOD, "", String.class);
    Document document = find(message.getHeader(Exchange.HTTP_PATH, "", String.class));
    if (!method.equals("GET") && !method.equals("HEAD")) {
      throw ApiError.methodNotAllowed("GET, HEAD");
    }
    PlatformHttp.answer(message, ApiAnswer.OK, SAFETY, document.bytes());
    message.setHeader(Exchange.CONTENT_TYPE, document.type());
  }

  private Document find(String path) {
    String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    switch (name) {
      case OPENAPI:
        return made.computeIfAbsent(name, n -> json(openApi()));
      case REFERENCE:
        return made.computeIfAbsent(
            name,
            n -> document("text/html; charset=utf-8", prefix.in(ApiReferencePage.of(openApi()))));
      case STYLE:
        return new Document(
            "text/css; charset=utf-8", Resources.bytes(PublicDocuments.class, "reference.css"));
      case Schemas.BASE:
        Set<String> further = names.get().further();
        // Providers change only when a developer's hub reloads a folder.
        return made.computeIfAbsent(further, f -> json(catalogue.read(further)));
      default:
        return new Document(JSON, Schemas.read(nameIn(path)));
    }
  }

  private ObjectNode openApi() {
    ObjectNode document = OpenApiDocument.read();
    for (JsonNode servers : document.findValues("servers")) {
      servers.forEach(one -> ((ObjectNode) one).put("url", prefix.on(one.path("url").asText())));
    }
    return document;
  }

  private static String nameIn(String path) {
    return path.startsWith(Schemas.BASE + "/") ? path.substring(Schemas.BASE.length() + 1) : "";
  }

  private static Document json(ObjectNode json) {
    return document(JSON, json.toString());
  }

  private static Document document(String type, String text) {
    return new Document(type, text.getBytes(StandardCharsets.UTF_8));
  }
}
