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
 * Silences the loggers of libraries that log network traffic, such as headers with tokens, or SQL
 * with its values: below INFO they log nothing, whatever level a configuration sets. In an
 * application that embeds Bellhop, the host decides about logging.
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
   * The loggers of java.util.logging. This field holds them, because otherwise java.util.logging
   * may forget their levels.
   */
  private final List<java.util.logging.Logger> jdk =
      List.of("org.postgresql", "jdk.httpclient", "jdk.internal.httpclient", "sun.net.www").stream()
          .map(java.util.logging.Logger::getLogger)
          .toList();

  /** Does nothing if the program does not log by logback. */
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
   * Checks the name only if a configuration enables the logger below INFO, because Camel asks some
   * forty times for each message.
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

  /** A reloaded configuration removes all filters. */
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
