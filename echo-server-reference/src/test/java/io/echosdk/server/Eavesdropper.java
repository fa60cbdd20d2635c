package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Hears every log line of this process at every level, and the errors that it is given. */
final class Eavesdropper implements AutoCloseable {

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level levelBefore = root.getLevel();

  private final AppenderBase<ILoggingEvent> lines =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          told.add(event.getThreadName() + " " + event.getFormattedMessage());
          for (IThrowableProxy e = event.getThrowableProxy(); e != null; e = e.getCause()) {
            told.add(String.valueOf(e.getMessage()));
          }
        }
      };

  private final Handler platformLines =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          told.add(record.getMessage() + Arrays.toString(record.getParameters()));
          if (record.getThrown() != null) {
            tell(record.getThrown());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  Eavesdropper() {
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.TRACE);
    java.util.logging.Logger.getLogger("").addHandler(platformLines);
  }

  /** Returns what was told until now; more may be added to it. */
  List<String> told() {
    return told;
  }

  /** Adds an error with all its causes. */
  void tell(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      told.add(e.toString());
      for (Throwable also : e.getSuppressed()) {
        told.add(also.toString());
      }
    }
  }

  void assertNothingToldOf(List<String> body) {
    synchronized (told) {
      for (String line : told) {
        assertThat(line).doesNotContainIgnoringCase(body.toArray(new String[0]));
      }
    }
  }

  @Override
  public void close() {
    root.detachAppender(lines);
    root.setLevel(levelBefore);
    java.util.logging.Logger.getLogger("").removeHandler(platformLines);
  }
}
