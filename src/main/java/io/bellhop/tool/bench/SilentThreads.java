package io.bellhop.tool.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Drops what the threads of a group log, until it is closed. */
final class SilentThreads extends TurboFilter implements AutoCloseable {
  private final ThreadGroup group;
  private final LoggerContext logging;

  private SilentThreads(ThreadGroup group, LoggerContext logging) {
    this.group = group;
    this.logging = logging;
  }

  static SilentThreads of(ThreadGroup group) {
    LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    SilentThreads silent = new SilentThreads(group, logging);
    silent.start();
    logging.addTurboFilter(silent);
    return silent;
  }

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
    return group.parentOf(Thread.currentThread().getThreadGroup())
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  @Override
  public void close() {
    logging.getTurboFilterList().remove(this);
  }
}
