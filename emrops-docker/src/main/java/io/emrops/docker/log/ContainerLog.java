package io.emrops.docker.log;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.EngineStreams;
import io.emrops.docker.engine.Instance;
import io.emrops.logs.LogGap;
import io.emrops.spi.log.LogReader;
import io.emrops.spi.log.LogSource;
import io.emrops.spi.log.LogUnreadableException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The log of one container, as the engine gives it whatever its log driver. */
final class ContainerLog implements LogSource {
    private final EngineConnection engine;
    private final EngineStreams streams;
    private final Instance container;
    private final Instant since;
    private final Instant until;

    ContainerLog(EngineConnection engine, EngineStreams streams, Instance container, Instant since, Instant until) {
        this.engine = engine;
        this.streams = streams;
        this.container = container;
        this.since = since;
        this.until = until;
    }

    @Override
    public String service() {
        return container.service();
    }

    @Override
    public String instance() {
        return container.name();
    }

    @Override
    public LogReader open() throws LogUnreadableException {
        var terminal = hasTerminal();
        // The engine stops at the first line behind the end, and lines of both outputs may be a little out of order.
        var path = "/containers/" + container.id() + "/logs?stdout=1&stderr=1&timestamps=1&since=" + stamp(since)
                + "&until=" + stamp(until.plusSeconds(1));
        var response = begin(path);
        if (response.getStatusCode() == 404) {
            streams.end(response);
            throw removed(null);
        } else if (response.getStatusCode() != 200) {
            streams.end(response);
            throw new LogUnreadableException(
                    LogGap.Reason.UNREADABLE,
                    "the engine cannot read the log, perhaps because of its log driver: HTTP "
                            + response.getStatusCode(),
                    null);
        }
        Runnable close = () -> streams.end(response);
        var body = response.getBody();
        return terminal ? new TerminalReader(body, close) : new FrameReader(body, close);
    }

    private Response begin(String path) {
        try {
            return streams.get(path);
        } catch (RuntimeException e) {
            throw new TargetUnavailableException("The Docker engine was lost when its logs were to be read", e);
        }
    }

    private boolean hasTerminal() throws LogUnreadableException {
        try {
            return Boolean.TRUE.equals(engine.ask(
                    "describe a container",
                    () -> engine.client()
                            .inspectContainerCmd(container.id())
                            .exec()
                            .getConfig()
                            .getTty()));
        } catch (TargetUnavailableException e) {
            if (e.getCause() instanceof NotFoundException gone) {
                throw removed(gone);
            }
            throw e;
        }
    }

    private static LogUnreadableException removed(@Nullable Throwable cause) {
        return new LogUnreadableException(
                LogGap.Reason.REMOVED, "removed after it was listed, and its log with it", cause);
    }

    /** Seconds with a fraction, as the engine takes them; nothing was logged before 1970. */
    private static String stamp(Instant time) {
        return time.getEpochSecond() < 0
                ? "0"
                : String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
    }
}
