package io.bellhop.provider.registration;

import java.util.List;

/**
 * What a call did at a provider.
 *
 * @param kept webhooks of ours that were right already
 * @param notes what a person still has to do or to know
 */
public record RegistrationOutcome(
    int made, int changed, int removed, int kept, List<String> notes) {
  static RegistrationOutcome of(RegistrationContext done) {
    return new RegistrationOutcome(
        done.made().get(),
        done.changed().get(),
        done.removed().get(),
        done.kept().get(),
        done.notes());
  }
}
