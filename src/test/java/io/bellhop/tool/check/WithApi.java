package io.bellhop.tool.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The good folder of a provider with an API: it is asked for guests, lists stays, and takes
 * webhooks.
 */
final class WithApi {
  private static final String ROUTES =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-api
          routeId: acme-api
          parameters:
            - {name: provider, value: acme}
            - {name: baseUrl, value: "https://api.acme.example.com"}
            - {name: auth, value: bearer}
      - templatedRoute:
          routeTemplateRef: bellhop-sync
          routeId: acme-sync
          parameters:
            - {name: provider, value: acme}
            - {name: first, value: page=1}
            - {name: full, value: "/v1/stays?since={since}&page={page}"}
            - {name: sinceFormat, value: "yyyy-MM-dd HH:mm Europe/Amsterdam"}
            - {name: types, value: reservation}
            - {name: page, value: acme/list.jslt}
      - templatedRoute:
          routeTemplateRef: bellhop-register
          routeId: acme-register
          parameters:
            - {name: provider, value: acme}
            - {name: events, value: stay}
            - {name: listPath, value: /v1/hooks}
            - {name: entries, value: '[for (.hooks) {"id": .id, "url": .url, "is": {"user": .login} }]'}
            - {name: wanted, value: '[{"is": {"user": "{webhook.username}"} }]'}
            - {name: body, value: '{"url": "{listener_url}", "login": "{webhook.username}", "password": "{webhook.password}"}'}
            - {name: createPath, value: /v1/hooks}
            - {name: updatePath, value: "/v1/hooks/{entryId}"}
            - {name: removePath, value: "/v1/hooks/{entryId}"}
      """;

  private WithApi() {}

  static Acme in(Path root) throws IOException {
    Acme acme = Acme.in(root);
    String stay =
        "{\"id\": %d, \"changed\": \"2026-05-01T10:00:00Z\", \"from\": \"2026-06-01\","
            + " \"to\": \"2026-06-04\", \"state\": \"confirmed\", \"price\": \"10.00\","
            + " \"currency\": \"EUR\"}";
    String routes = Files.readString(acme.file("acme.camel.yaml"));
    int publish = routes.indexOf("- setBody:");
    int line = routes.lastIndexOf('\n', publish) + 1;
    String indent = " ".repeat(publish - line);
    String enrich =
        indent
            + "- setVariable: {name: apiPath, expression: {constant: {expression: \"/v1/notes/{recordId}\"}}}\n"
            + indent
            + "- to: {uri: direct, parameters: {name: acme-api}, variableReceive: note}\n"
            + indent
            + "- setVariable: {name: now, expression: {simple: {expression: \"${exchangeId}\"}}}\n";
    acme.write(
        "acme.camel.yaml", routes.substring(0, line) + enrich + routes.substring(line) + ROUTES);
    acme.replace("reservation.jslt", "\"currency\"", "\"notes\": text($note.text), \"currency\"");
    acme.write(
        "fixtures/account.json",
        "{\"api\": {\"token\": \"t\"}, \"webhook\": {\"username\": \"anna\", \"password\":"
            + " \"pass:word\"}}");
    acme.write(
        "list.jslt",
        "{\"items\": [for (.stays) {\"id\": .id, \"updatedAt\": utc(.changed), \"delivery\":"
            + " {\"id\": \"l\" + .id, \"type\": \"stay\", \"stay\": .}}],"
            + " \"next\": if (.more) {\"page\": \"2\"}}");
    acme.write("fixtures/api/v1/notes/7.json", "{\"text\": \"seven\"}");
    acme.write("fixtures/api/v1/notes/8.json", "{\"text\": \"eight\"}");
    acme.write(
        "fixtures/sync/page.json",
        "{\"answers\": {\"/v1/stays@1\": {\"stays\": ["
            + stay.formatted(7)
            + "], \"more\": true},"
            + " \"/v1/stays@2\": {\"stays\": ["
            + stay.formatted(8)
            + "]}}}");
    acme.write(
        "fixtures/register/new.json",
        "{\"before\": {\"/v1/hooks\": {\"hooks\": []}}, \"after\": {\"/v1/hooks\": {\"hooks\":"
            + " [{\"id\": \"w1\", \"url\": \"{listener_url}\", \"login\": \"{webhook.username}\"}]}}}");
    acme.write("fixtures/stay.api-refused.json", "{\"status\": 404}");
    acme.write("fixtures/stay.api-unreachable.json", "{\"status\": 0}");
    return acme;
  }
}
