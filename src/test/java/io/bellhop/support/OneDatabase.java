package io.bellhop.support;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Leaves out, with {@code -Dfast}, what a test does on PostgreSQL after it has done the same on H2.
 */
public final class OneDatabase implements InvocationInterceptor {
  private static final boolean IS_ON = Boolean.getBoolean("test.one-database");

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    if (IS_ON && isRepeat(call.getArguments())) {
      invocation.skip();
      throw new LeftOut();
    }
    invocation.proceed();
  }

  /** What a test that did not run has not made need not be put away. */
  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (NullPointerException e) {
      if (context.getExecutionException().filter(LeftOut.class::isInstance).isEmpty()) {
        throw e;
      }
    }
  }

  private static boolean isRepeat(List<Object> arguments) {
    return arguments.contains(Store.POSTGRESQL);
  }

  private static final class LeftOut extends TestAbortedException {
    private LeftOut() {
      super("-Dfast: H2 alone");
    }
  }
}
