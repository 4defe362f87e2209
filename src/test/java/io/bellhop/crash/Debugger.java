package io.bellhop.crash;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds a hub in another JVM at the place where a test wants it to die: a thread that comes there
 * stays there, and all others go on.
 */
final class Debugger implements AutoCloseable {
  private static final String CONNECTOR = "com.sun.jdi.SocketAttach";
  private static final String PLACE = "place";

  private final VirtualMachine hub;

  Debugger(int port) throws Exception {
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(one -> one.name().equals(CONNECTOR))
            .findAny()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(Integer.toString(port));
    hub = connector.attach(arguments);
    Thread events = new Thread(this::handle, "debugger");
    events.setDaemon(true);
    events.start();
  }

  /** The options of a JVM that it can attach to. */
  static String option(int port) {
    return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:"
        + port;
  }

  /** The beginning of a method, where threads stop from now on. */
  final class Place {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final String failure;

    private Place(String failure) {
      this.failure = failure;
    }

    /** Returns when a thread stands there. */
    void await() throws InterruptedException {
      if (!reached.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no thread of the hub has come there");
      }
    }

    /**
     * @return whether its thread stays there
     */
    private boolean holds(ThreadReference thread) throws Exception {
      reached.countDown();
      if (failure == null) {
        return true;
      }
      ClassType type = (ClassType) type("java.io.IOException");
      Method constructor = type.concreteMethodByName("<init>", "(Ljava/lang/String;)V");
      ObjectReference exception =
          type.newInstance(
              thread,
              constructor,
              List.of(hub.mirrorOf(failure)),
              ObjectReference.INVOKE_SINGLE_THREADED);
      thread.stop(exception);
      return false;
    }
  }

  /**
   * @param type a class that the hub has loaded
   */
  Place hold(String type, String method) {
    return set(type, method, new Place(null));
  }

  /** Has a method throw an IOException in place of what it does. */
  Place fail(String type, String method, String message) {
    return set(type, method, new Place(message));
  }

  private Place set(String type, String method, Place place) {
    Location start = type(type).methodsByName(method).get(0).location();
    BreakpointRequest request = hub.eventRequestManager().createBreakpointRequest(start);
    request.putProperty(PLACE, place);
    request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    request.enable();
    return place;
  }

  private ReferenceType type(String name) {
    return hub.classesByName(name).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the hub has not loaded " + name));
  }

  private void handle() {
    try {
      while (true) {
        EventSet events = hub.eventQueue().remove();
        boolean holds = false;
        for (Event event : events) {
          if (event instanceof BreakpointEvent hit) {
            holds |= ((Place) hit.request().getProperty(PLACE)).holds(hit.thread());
          }
        }
        if (!holds) {
          events.resume();
        }
      }
    } catch (VMDisconnectedException e) {
      // The hub is dead, which is what a test wants.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A hub that still lives goes on. */
  @Override
  public void close() {
    try {
      hub.dispose();
    } catch (VMDisconnectedException e) {
      // It is dead.
    }
  }
}
