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
   * Asks before a call. After an allowed probe, one of the other methods must follow.
   *
   * @param path of the call, as the route writes it
   */
  GateDecision enter(Account account, String path);

  /** The API has answered a call in its own form. */
  void worked(Account account, String path);

  /** The API has refused for a reason that lies in the account. */
  void refused(Account account, ApiRefusal refusal, GateDecision pass);

  /** When a message that was refused for this reason may ask again; null if there is no pause. */
  Instant again(Account account, String part);

  /** The probe did not happen, or shows nothing. */
  void release(GateDecision pass);
}
