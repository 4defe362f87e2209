package io.bellhop.privacy;

/** The records of an erasure are not one guest's. */
final class TooManyRecordsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyRecordsException(int most) {
    super(
        "more than "
            + most
            + " records have this value, so it is not one guest's. Erase by another value,"
            + " or by account");
  }
}
