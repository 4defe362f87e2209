package io.bellhop.provider.pause;

import io.bellhop.account.Account;
import java.time.Instant;

/** Decides whether an account's calls are paused. Thread-safe. */
public interface AccountGate {
  /** Allows every call and stores nothing. */
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

  /** Records that the API has answered a call in its own form. */
  void worked(Account account, String path);

  /** Records that the API has refused a call because of the account. */
  void refused(Account account, ApiRefusal refusal, GateDecision pass);

  /**
   * When Bellhop may retry a message that was refused for this reason; null if there is no pause.
   */
  Instant again(Account account, String part);

  /** Ends a probe that did not happen or has no result. */
  void release(GateDecision pass);
}
