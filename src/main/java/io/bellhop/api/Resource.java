package io.bellhop.api;

/** Everything behind one word after /api/v1/. Thread-safe. */
interface Resource {
  /**
   * @throws ApiError for whatever the caller has to put right
   */
  ApiAnswer answer(ApiRequest request) throws Exception;
}
