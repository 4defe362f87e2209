package io.bellhop.crash;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a class of a hub in this JVM logs from now on. */
final class Logged implements AutoCloseable {
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger;

  Logged(String type) {
    logger = (Logger) LoggerFactory.getLogger(type);
    logged.list = new CopyOnWriteArrayList<>();
    logged.start();
    logger.addAppender(logged);
  }

  List<String> with(String part) {
    return logged.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(text -> text.contains(part))
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(logged);
  }
}
