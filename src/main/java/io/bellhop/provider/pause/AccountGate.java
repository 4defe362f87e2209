package io.bellhop.provider.pause;

import io.bellhop.account.Account;
import java.time.Instant;

/** Knows which accounts' calls are paused. Thread-safe. */
public interface AccountGate {
  /** Lets every call through and remembers nothing. */
  AccountGate OPEN =
      new AccountGate() {
        @Override
        public GateDecision enter(Account account, String path) {
          return GateDecision.FREE;
        }

        @Override
        public void worked(Account account, String path) {}

        @Override
        public void refused(Account account, ApiRefusal refusal, GateDecision pass) {}

        @Override
        public Instant again(Account account, String part) {
          return null;
        }

        @Override
        public void release(GateDecision pass) {}
      };

  /**
   * Asks before a call. After one that may be made, one of the other methods must follow if it is a
   * probe.
   *
   * @param path of the call, as the route writes it
   */
  GateDecision enter(Account account, String path);

  /** The API has answered a call in its own form. */
  void worked(Account account, String path);

  /** The API has refused for a reason that is not the record's. */
  void refused(Account account, ApiRefusal refusal, GateDecision pass);

  /** When a message that was refused so may ask again; null if nothing is known of a pause. */
  Instant again(Account account, String part);

  /** The probe was not made, or shows nothing. */
  void release(GateDecision pass);
}
