package io.bellhop.publish;

import io.bellhop.inbox.Claim;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Outcome;
import java.time.Instant;
import java.util.List;

/**
 * A claim whose deliveries have gone through their provider's route.
 *
 * @param publications what the routes found out, in order
 * @param outcomes of deliveries that the routes ended by themselves, and of those to be retried
 * @param followUps what is to be done when all of this is on disk, durably as deliveries are
 * @param pages what pages of a sync brought
 * @param retryAt when the rest of the key may be tried; null if nothing waits
 */
public record Finished(
    Claim claim,
    List<Publication> publications,
    List<Outcome> outcomes,
    List<Delivery> followUps,
    List<ListedPage> pages,
    Instant retryAt) {

  public Finished(
      Claim claim,
      List<Publication> publications,
      List<Outcome> outcomes,
      List<Delivery> followUps,
      Instant retryAt) {
    this(claim, publications, outcomes, followUps, List.of(), retryAt);
  }

  /** What a page of a sync brought; null if it is none, or was not read. */
  ListedPage page(Delivery delivery) {
    return pages.stream()
        .filter(page -> page.delivery().id().equals(delivery.id()))
        .findFirst()
        .orElse(null);
  }

  Delivery delivery(java.util.UUID id) {
    return claim.deliveries().stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow();
  }
}
