package io.bellhop.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The private authority of src/test/resources/tls, and what it has signed. */
public final class TestTls {
  public static final Path FOLDER = Path.of("src", "test", "resources", "tls");

  private TestTls() {}

  /** Trusts this authority alone. */
  public static SSLContext client() throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authority());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A trust store of Java with this authority, without a password. */
  public static Path trustStore(Path folder) throws Exception {
    Path file = folder.resolve("trust.p12");
    try (var out = Files.newOutputStream(file)) {
      authority().store(out, "changeit".toCharArray());
    }
    return file;
  }

  private static KeyStore authority() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(FOLDER.resolve("ca.pem"))) {
      store.setCertificateEntry(
          "example", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    return store;
  }
}
