package io.bellhop.tool.doctor;

import io.bellhop.config.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Checks when certificates expire. */
record CertificateCheck(Clock clock) {
  /** The same as the alert in docs/operations.md. */
  private static final Duration SOON = Duration.ofDays(14);

  /** The certificate that an option names, if it names one. */
  void file(Options options, String option, Consumer<Diagnosis> found) {
    if (!options.isSet(option)) {
      return;
    }
    try (InputStream in = Files.newInputStream(Path.of(options.text(option)))) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      found.accept(ends(option, (X509Certificate) factory.generateCertificate(in)));
    } catch (IOException | InvalidPathException e) {
      found.accept(Diagnosis.failed(option, "the file cannot be read: " + e.getMessage()));
    } catch (CertificateException e) {
      found.accept(Diagnosis.failed(option, "the file does not begin with a certificate in PEM"));
    }
  }

  Diagnosis ends(String subject, X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    Duration left = Duration.between(clock.instant(), end);
    String text = "the certificate ends at " + end;
    if (left.isNegative()) {
      return Diagnosis.failed(subject, text + ": renew it");
    }
    return left.compareTo(SOON) < 0
        ? Diagnosis.warning(subject, text + ": renew it")
        : Diagnosis.ok(subject, text);
  }
}
