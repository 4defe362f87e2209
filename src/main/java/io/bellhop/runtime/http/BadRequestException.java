package io.bellhop.runtime.http;

/** A request that two parsers may read differently, or that is none. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message, null, false, false);
  }
}
