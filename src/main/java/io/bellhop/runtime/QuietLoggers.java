package io.bellhop.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Forbids the loggers of libraries that print what goes over the wire, headers with tokens among
 * it, or statements with their values: below INFO they log nothing, whatever level a configuration
 * gives them. In an application that embeds Bellhop logging is the host's.
 */
final class QuietLoggers extends TurboFilter implements LoggerContextListener {
  private static final List<String> FORBIDDEN =
      List.of(
          "org.apache.hc.",
          "org.apache.http.",
          "org.apache.camel.",
          "io.netty.",
          "io.vertx.",
          "jdk.httpclient.",
          "jdk.internal.httpclient.",
          "sun.net.www.protocol.http.",
          "com.zaxxer.hikari.",
          "org.flywaydb.",
          "org.postgresql.",
          "h2database",
          "org.apache.kafka.");

  /**
   * What logs by java.util.logging; held here, since it forgets the levels of loggers that have no
   * other holder.
   */
  private final List<java.util.logging.Logger> jdk =
      List.of("org.postgresql", "jdk.httpclient", "jdk.internal.httpclient", "sun.net.www").stream()
          .map(java.util.logging.Logger::getLogger)
          .toList();

  /** Does nothing where something else than logback logs. */
  static void install() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getTurboFilterList().stream().noneMatch(QuietLoggers.class::isInstance)) {
      QuietLoggers quiet = new QuietLoggers();
      quiet.setContext(context);
      quiet.start();
      context.addTurboFilter(quiet);
      context.addListener(quiet);
      quiet.jdk.forEach(logger -> logger.setLevel(java.util.logging.Level.INFO));
    }
  }

  /**
   * Camel asks some forty times a message whether it may log; so a logger's name is only looked at
   * where a configuration lets the logger print below INFO.
   */
  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
    return level.toInt() < Level.INFO_INT
            && logger.getEffectiveLevel().toInt() < Level.INFO_INT
            && isForbidden(logger.getName())
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean isForbidden(String name) {
    return FORBIDDEN.stream().anyMatch(name::startsWith);
  }

  @Override
  public boolean isResetResistant() {
    return true;
  }

  /** A configuration that is read anew takes all filters away. */
  @Override
  public void onReset(LoggerContext context) {
    context.addTurboFilter(this);
  }

  @Override
  public void onStart(LoggerContext context) {}

  @Override
  public void onStop(LoggerContext context) {}

  @Override
  public void onLevelChange(Logger logger, Level level) {}
}
