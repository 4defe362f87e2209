package io.bellhop.runtime.http;

import io.bellhop.config.ConfigException;
import io.bellhop.config.FileErrors;
import io.bellhop.config.Options;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.X509KeyManager;

/**
 * The certificate of a port and its private key, in PEM files that may change while the hub runs.
 * Used by one thread at a time.
 */
final class TlsFiles {
  static final String HOOKS = "bellhop.http.tls.certificate";
  static final String API = "bellhop.api.tls.certificate";

  private static final String CERTIFICATE = "certificate";

  /**
   * The signature algorithm that checks whether key and certificate match, by the type of the key.
   */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  private final String option;
  private final String certificate;
  private final String key;
  private final ServerKeys keys = new ServerKeys();
  private PemKeyCertOptions latest;
  private volatile Instant ends;

  private TlsFiles(String option, String certificate, String key) {
    this.option = option;
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * @param option the name of the certificate's option
   * @return null if the option is not set
   * @throws ConfigException if only one of the two files is set
   */
  static TlsFiles of(Options options, String option) {
    String keyOption = option.replace(CERTIFICATE, "key");
    if (options.isSet(option) != options.isSet(keyOption)) {
      throw new ConfigException(
          option + " and " + keyOption + " belong together: set both or none");
    }
    return options.isSet(option)
        ? new TlsFiles(option, options.text(option), options.text(keyOption))
        : null;
  }

  /** The key and certificate of the files, which must have been read. */
  KeyCertOptions options() {
    return KeyCertOptions.wrap(keys);
  }

  /**
   * Reads the files and uses their content for later handshakes.
   *
   * @return false if nothing has changed
   * @throws ConfigException if they cannot be used; then the previous ones remain in use
   */
  boolean read(Vertx vertx) {
    PemKeyCertOptions read =
        new PemKeyCertOptions().addCertValue(bytes(certificate)).addKeyValue(bytes(key));
    if (latest != null
        && read.getCertValue().equals(latest.getCertValue())
        && read.getKeyValue().equals(latest.getKeyValue())) {
      return false;
    }
    try {
      use((X509KeyManager) read.getKeyManagerFactory(vertx).getKeyManagers()[0]);
    } catch (Exception e) {
      throw fault("cannot use " + certificate + " with " + key + ": " + reason(e));
    }
    latest = read;
    return true;
  }

  /** The end of the certificate's validity; null if none was read. */
  Instant ends() {
    return ends;
  }

  @Override
  public String toString() {
    return option + " " + certificate;
  }

  private void use(X509KeyManager manager) throws GeneralSecurityException {
    for (Map.Entry<String, String> kind : SIGNATURES.entrySet()) {
      String[] names = manager.getServerAliases(kind.getKey(), null);
      if (names != null && names.length > 0) {
        X509Certificate[] chain = manager.getCertificateChain(names[0]);
        PrivateKey read = manager.getPrivateKey(names[0]);
        if (!belongTogether(kind.getValue(), read, chain[0])) {
          throw new GeneralSecurityException("the key does not belong to the first certificate");
        }
        keys.use(read, chain);
        ends = chain[0].getNotAfter().toInstant();
        return;
      }
    }
    throw new GeneralSecurityException("the key must be an RSA or an EC key");
  }

  private static boolean belongTogether(String kind, PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] text = {1};
    Signature signature = Signature.getInstance(kind);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(text);
    return signature.verify(signed);
  }

  private Buffer bytes(String file) {
    try {
      return Buffer.buffer(Files.readAllBytes(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      throw fault(FileErrors.of(file, e));
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private ConfigException fault(String what) {
    return new ConfigException(option + ": " + what);
  }
}
