package io.bellhop.register;

import io.bellhop.provider.Registering;
import java.util.List;

/**
 * What a call did at a provider.
 *
 * @param kept webhooks of ours that were right already
 * @param notes what a person still has to do or to know
 */
public record Outcome(int made, int changed, int removed, int kept, List<String> notes) {
  static Outcome of(Registering done) {
    return new Outcome(
        done.made().get(),
        done.changed().get(),
        done.removed().get(),
        done.kept().get(),
        done.notes());
  }
}
