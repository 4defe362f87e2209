package io.bellhop.pipeline;

import io.bellhop.crypto.Sha256;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageStatus;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The repository of the idempotent consumer EIP in provider routes ({@code bellhopDeliveries}). The
 * EIP's expression is the key of a webhook, in place of the key from the listener. The repository
 * knows which message owns a key, so the same message may run again after a crash; the key is
 * committed together with the event. A repeat receives its outcome here.
 */
public final class InboxIdempotentRepository extends ServiceSupport
    implements IdempotentRepository {
  /** The limit for keys that a listener reads. */
  private static final int LONGEST = 200;

  private final Function<InboxMessage, UUID> owners;

  /**
   * @param owners returns the message that has used a message's key; null if none has
   */
  public InboxIdempotentRepository(Function<InboxMessage, UUID> owners) {
    this.owners = owners;
  }

  /** The key in a form that fits the column, which limits length and characters. */
  private static String fitting(String key) {
    boolean fits =
        key.length() <= LONGEST
            && key.chars()
                .noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
    return fits ? key : "sha256:" + Sha256.hex(key);
  }

  @Override
  public boolean add(Exchange exchange, String key) {
    ExchangeContext current = ExchangeContext.of(exchange).keyedBy(fitting(key), owners);
    current.on(exchange);
    boolean isFirst =
        current.first().asksToRead() || current.result().ownsIdempotencyKey(current.first());
    if (!isFirst) {
      current.result().end(current.messages(), MessageStatus.DUPLICATE, null);
    }
    return isFirst;
  }

  @Override
  public boolean contains(Exchange exchange, String key) {
    ExchangeContext current = ExchangeContext.of(exchange).keyedBy(fitting(key), owners);
    return !current.first().asksToRead() && !current.result().ownsIdempotencyKey(current.first());
  }

  /** Does nothing, because a key is not stored before the commit. */
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
    throw new UnsupportedOperationException("retention alone deletes keys");
  }
}
