package io.bellhop.runtime.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The key and certificate of a server, which can be replaced at any time: each handshake reads the
 * current ones. Vert.x could replace them too, but would drop connections. Thread-safe.
 */
final class ServerKeys extends X509ExtendedKeyManager {
  private record Pair(String name, PrivateKey key, X509Certificate[] chain) {}

  private int number;
  private volatile Pair current;

  /** A handshake that began with the previous pair also ends with it. */
  private volatile Pair previous;

  /** Uses these for all later handshakes. */
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
