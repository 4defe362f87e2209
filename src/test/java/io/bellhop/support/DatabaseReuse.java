package io.bellhop.support;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has the databases of a test class used again when it has ended, with its nested ones. */
public final class DatabaseReuse implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getRequiredTestClass().getEnclosingClass() == null) {
      Store.release();
    }
  }
}
