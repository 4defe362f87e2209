package io.bellhop.provider;

import io.bellhop.inbox.Status;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The repository of the idempotent consumer EIP in provider routes ({@code bellhopDeliveries}). It
 * remembers which delivery owns a key, so the same delivery may try again after a crash; the key is
 * written with the event in one transaction, never before. A repeat gets its outcome here.
 */
public final class DeliveryIdempotentRepository extends ServiceSupport
    implements IdempotentRepository {

  @Override
  public boolean add(Exchange exchange, String key) {
    Current current = Current.of(exchange);
    boolean fresh = current.work().mayUseKey(current.first());
    if (!fresh) {
      current.work().end(current.deliveries(), Status.DUPLICATE, null);
    }
    return fresh;
  }

  @Override
  public boolean contains(Exchange exchange, String key) {
    Current current = Current.of(exchange);
    return !current.work().mayUseKey(current.first());
  }

  /** The key is not taken until the commit, so there is nothing to take back. */
  @Override
  public boolean remove(Exchange exchange, String key) {
    return true;
  }

  @Override
  public boolean confirm(Exchange exchange, String key) {
    return true;
  }

  @Override
  public boolean add(String key) {
    throw new UnsupportedOperationException("needs the exchange");
  }

  @Override
  public boolean contains(String key) {
    throw new UnsupportedOperationException("needs the exchange");
  }

  @Override
  public boolean remove(String key) {
    throw new UnsupportedOperationException("needs the exchange");
  }

  @Override
  public boolean confirm(String key) {
    throw new UnsupportedOperationException("needs the exchange");
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("keys are deleted by retention only");
  }
}
