package io.bellhop.console;

import io.bellhop.support.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends what a browser would, and what none would. */
final class ConsoleClient {
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI hub;
  private String cookie = "";

  ConsoleClient(TestHub hub) {
    this.hub = hub.server().url();
  }

  static ConsoleClient signedIn(TestHub hub) {
    ConsoleClient client = new ConsoleClient(hub);
    client.signIn(TestHub.API_KEY);
    return client;
  }

  HttpResponse<String> signIn(String key) {
    HttpResponse<String> answer = post("/console/sign-in", "key=" + key + "\r\n", Map.of());
    answer
        .headers()
        .firstValue("set-cookie")
        .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
    return answer;
  }

  String cookie() {
    return cookie;
  }

  void cookie(String other) {
    cookie = other;
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(hub.resolve(path)).GET());
  }

  /** Posts a form of the session, with its token. */
  HttpResponse<String> post(String path, String fields) {
    return post(path, "csrf=" + token() + "\r\n" + fields, Map.of());
  }

  HttpResponse<String> post(String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.resolve(path))
            .header("content-type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  private String token() {
    Matcher token = TOKEN.matcher(get("/console").body());
    if (!token.find()) {
      throw new IllegalStateException("the page has no form of a session");
    }
    return token.group(1);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      if (!cookie.isEmpty()) {
        request.header("cookie", "other=1; " + cookie);
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
