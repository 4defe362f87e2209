package io.bellhop.tool.doctor;

import io.bellhop.net.UrlReachability;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Whether a hub answers at the URL that providers send webhooks to. */
record PublicUrlCheck(String url, String hooks, CertificateCheck certificates) {
  private static final String OPTION = "bellhop.public-url";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  void run(Consumer<Diagnosis> found) {
    if (url.isEmpty()) {
      found.accept(
          Diagnosis.warning(
              OPTION, "it is not set: set it to the https:// address that providers can reach"));
      return;
    }
    if (UrlReachability.isInside(url)) {
      found.accept(
          Diagnosis.warning(OPTION, "only this machine or its network can reach it: " + url));
    }
    HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    try {
      URI target = URI.create(url.replaceAll("/+$", "") + hooks);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(target).timeout(LIMIT).build(),
              HttpResponse.BodyHandlers.ofString());
      found.accept(answered(target, answer.statusCode(), answer.body()));
      if (answer.sslSession().isPresent()) {
        found.accept(
            certificates.ends("certificate of " + OPTION, first(answer.sslSession().get())));
      }
    } catch (IllegalArgumentException e) {
      found.accept(Diagnosis.failed(OPTION, "it is no URL: " + url));
    } catch (IOException e) {
      found.accept(
          Diagnosis.failed(
              OPTION,
              "GET "
                  + url
                  + hooks
                  + " gets no answer ("
                  + e
                  + "): start the hub, check the proxy, the name, and the certificate"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Only a path with a listener's token leads anywhere, so a hub has nothing at /hooks itself. */
  private static Diagnosis answered(URI target, int status, String body) {
    String text = "GET " + target + " answers " + status;
    if (status == 404 && body.contains("resource_not_found")) {
      return Diagnosis.ok(OPTION, text + ", as a hub does");
    }
    return Diagnosis.failed(
        OPTION,
        text
            + (status == 503
                ? ": the hub starts or stops, or is not there"
                : " as no hub does: the proxy must pass /hooks/ to the hub unchanged"));
  }

  private static X509Certificate first(SSLSession session) throws SSLPeerUnverifiedException {
    return (X509Certificate) session.getPeerCertificates()[0];
  }
}
