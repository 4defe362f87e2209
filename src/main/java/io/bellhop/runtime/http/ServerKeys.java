package io.bellhop.runtime.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The key and the certificate that a server shows, which may be replaced at any time: each
 * handshake asks for them. Vert.x can replace them too, and drops connections meanwhile.
 * Thread-safe.
 */
final class ServerKeys extends X509ExtendedKeyManager {
  private record Pair(String name, PrivateKey key, X509Certificate[] chain) {}

  private int number;
  private volatile Pair current;

  /** A handshake that has begun ends with what it has begun with. */
  private volatile Pair previous;

  /** From now on handshakes get these. */
  synchronized void use(PrivateKey key, X509Certificate... chain) {
    previous = current;
    current = new Pair("key-" + ++number, key, chain);
  }

  @Override
  public String chooseEngineServerAlias(String kind, Principal[] issuers, SSLEngine engine) {
    Pair pair = current;
    return pair.key().getAlgorithm().equals(kind) ? pair.name() : null;
  }

  @Override
  public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
    return chooseEngineServerAlias(kind, issuers, null);
  }

  @Override
  public String[] getServerAliases(String kind, Principal[] issuers) {
    String name = chooseEngineServerAlias(kind, issuers, null);
    return name == null ? null : new String[] {name};
  }

  @Override
  public X509Certificate[] getCertificateChain(String name) {
    Pair pair = named(name);
    return pair == null ? null : pair.chain().clone();
  }

  @Override
  public PrivateKey getPrivateKey(String name) {
    Pair pair = named(name);
    return pair == null ? null : pair.key();
  }

  private Pair named(String name) {
    Pair pair = current;
    if (pair.name().equals(name)) {
      return pair;
    }
    Pair before = previous;
    return before != null && before.name().equals(name) ? before : null;
  }

  @Override
  public String[] getClientAliases(String kind, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
    return null;
  }
}
