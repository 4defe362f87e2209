package io.bellhop.runtime.http;

/** A malformed request, or one that two parsers may read differently. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message, null, false, false);
  }
}
