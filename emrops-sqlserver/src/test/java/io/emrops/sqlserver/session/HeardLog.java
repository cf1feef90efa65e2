package io.emrops.sqlserver.session;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Everything that is logged by anybody, with causes. */
public final class HeardLog implements AutoCloseable {
    private final List<Logger> loggers = Stream.of("io.emrops.sqlserver", "com.zaxxer.hikari", "com.microsoft")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private HeardLog() {
        appender.start();
        loggers.forEach(logger -> {
            logger.addAppender(appender);
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
        });
    }

    public static HeardLog ofAll() {
        return new HeardLog();
    }

    public List<String> lines() {
        return List.copyOf(appender.list).stream()
                .map(event -> event.getFormattedMessage() + "\n"
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    /** As it is printed, with causes and what is suppressed. */
    public static String everything(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Override
    public void close() {
        loggers.forEach(logger -> {
            logger.setAdditive(true);
            logger.setLevel(null);
            logger.detachAppender(appender);
        });
    }
}
