package io.bellhop.runtime;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The log format of the standalone server: {@code bellhop.log.format}. */
public enum LogFormat {
  /** The format in logback's configuration. */
  TEXT,

  /** One JSON object for each line. */
  JSON;

  private static final String OPTION = "bellhop.log.format";

  /**
   * Sets the format of all appenders that write to a stream or a file.
   *
   * @throws ConfigException for an unknown value
   */
  public static void apply(Options options) {
    if (of(options.text(OPTION)) == JSON
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context
          .getLogger(Logger.ROOT_LOGGER_NAME)
          .iteratorForAppenders()
          .forEachRemaining(
              appender -> {
                if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                  stream.setEncoder(encoder(context));
                }
              });
      forwardJavaLogging();
    }
  }

  /** Forwards java.util.logging, which would print its own lines between the others. */
  private static void forwardJavaLogging() {
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    for (Handler own : root.getHandlers()) {
      root.removeHandler(own);
    }
    root.addHandler(new Forwarding());
  }

  private static final class Forwarding extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      Level level =
          line.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue()
              ? Level.ERROR
              : line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()
                  ? Level.WARN
                  : Level.INFO;
      LoggerFactory.getLogger(String.valueOf(line.getLoggerName()))
          .atLevel(level)
          .setCause(line.getThrown())
          .log("{}", formatter.formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  static LogFormat of(String value) {
    for (LogFormat one : values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(value)) {
        return one;
      }
    }
    throw new ConfigException(OPTION + " must be text or json, was: " + value);
  }

  static JsonEncoder encoder(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithFormattedMessage(true);
    // The message template and its arguments; with the formatted message too, each line would
    // contain everything twice.
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.start();
    return encoder;
  }
}
