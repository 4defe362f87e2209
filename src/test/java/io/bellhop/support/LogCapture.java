package io.bellhop.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** What this JVM logs from now on, until it is closed. */
public final class LogCapture implements AutoCloseable {
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final AppenderBase<ILoggingEvent> appender;

  private LogCapture(String logger, Predicate<Thread> threads) {
    this.logger = (Logger) LoggerFactory.getLogger(logger);
    this.appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (threads.test(Thread.currentThread())) {
              events.add(event);
            }
          }
        };
    appender.start();
    this.logger.addAppender(appender);
  }

  /** Of one class. */
  public static LogCapture of(Class<?> type) {
    return of(type.getName());
  }

  /** Of one logger, which may be that of a class that a test cannot see. */
  public static LogCapture of(String logger) {
    return new LogCapture(logger, thread -> true);
  }

  /** Of all classes. */
  public static LogCapture ofAll() {
    return ofAll(thread -> true);
  }

  /** Of all classes, on some threads. */
  public static LogCapture ofAll(Predicate<Thread> threads) {
    return new LogCapture(org.slf4j.Logger.ROOT_LOGGER_NAME, threads);
  }

  public List<String> lines() {
    return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** The lines that contain this. */
  public List<String> lines(String part) {
    return lines().stream().filter(line -> line.contains(part)).toList();
  }

  /** The lines of one level. */
  public List<String> lines(Level level) {
    return events.stream()
        .filter(event -> event.getLevel().equals(level))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** Forgets what was logged so far. */
  public void clear() {
    events.clear();
  }

  public List<Level> levels() {
    return events.stream().map(ILoggingEvent::getLevel).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
