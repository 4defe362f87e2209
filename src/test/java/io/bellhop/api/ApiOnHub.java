package io.bellhop.api;

import io.bellhop.support.Api;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The API of a running hub, which all tests of a class share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiOnHub {
  final Store store;
  private final Map<String, String> options;
  String url;
  TestHub hub;
  Api api;

  ApiOnHub(Store store, Map<String, String> options) {
    this.store = store;
    this.options = options;
  }

  @BeforeAll
  void startHub() {
    url = store.freshUrl();
    hub = TestHub.startAt(url, options);
    api = Api.of(hub);
  }

  @AfterAll
  void stopHub() throws Exception {
    hub.close();
  }
}
