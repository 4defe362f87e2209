package io.bellhop.api;

import io.bellhop.access.AccessKeys;
import io.bellhop.access.Caller;
import io.bellhop.access.ExpiredKeyException;
import io.bellhop.access.WrongKeyLimiter;
import java.sql.SQLException;
import java.util.Optional;

/** Finds the caller of a key, and slows down addresses that send wrong keys. Thread-safe. */
final class CallerAuthenticator {
  private final ApiKey first;
  private final AccessKeys keys;
  private final WrongKeyLimiter wrong = new WrongKeyLimiter(System::nanoTime);

  CallerAuthenticator(CallerServices access) {
    this.first = access.first();
    this.keys = access.keys();
  }

  /**
   * The caller with this key. A correct key always succeeds, because behind a proxy all callers
   * share one address, and one of them could otherwise lock out the others.
   *
   * @param key null if there is none
   * @throws ApiError 401 for a wrong key, 429 if the address has sent too many wrong ones
   */
  Caller authenticate(String key, String address) throws SQLException {
    if (!first.isOpen()) {
      throw ApiError.unavailable();
    }
    if (key == null) {
      throw ApiError.unauthorized();
    }
    if (first.matches(key)) {
      return Caller.FIRST_KEY;
    }
    long seconds = wrong.secondsBlocked(address);
    if (seconds > 0 && !keys.isKnown(key)) {
      throw ApiError.tooManyWrongKeys(seconds);
    }
    try {
      Optional<Caller> caller = keys.find(key);
      if (caller.isPresent()) {
        return caller.get();
      }
    } catch (ExpiredKeyException e) {
      throw ApiError.expired();
    }
    wrong.add(address);
    throw ApiError.unauthorized();
  }
}
