package io.emrops.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.LogFinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the logs of a project's containers from the engine and groups what looks like an error. */
final class ErrorLog {
    private final DockerEngine engine;
    private final String project;
    private final Predicate<String> errorLine;

    ErrorLog(DockerEngine engine, String project, Predicate<String> errorLine) {
        this.engine = engine;
        this.project = project;
        this.errorLine = errorLine;
    }

    List<LogFinding> since(Instant since) throws InterruptedException {
        var until = engine.now();
        var found = new ArrayList<LogFinding>();
        for (var service : Instances.of(engine, project).byService().entrySet()) {
            var groups = new ErrorGroups(service.getKey(), since, errorLine);
            for (var instance : service.getValue()) {
                read(instance, since, until, groups);
            }
            found.addAll(groups.findings());
        }
        return found;
    }

    private void read(Instance instance, Instant since, Instant until, ErrorGroups to) throws InterruptedException {
        // The engine counts in whole seconds; what is earlier is left out line by line. Without an end, a container
        // that
        // writes faster than it is read would never be finished.
        var command = engine.client()
                .logContainerCmd(instance.id())
                .withStdOut(true)
                .withStdErr(true)
                .withTimestamps(true)
                .withFollowStream(false)
                .withSince((int) Math.max(0, Math.min(Integer.MAX_VALUE, since.getEpochSecond())))
                .withUntil((int) Math.min(Integer.MAX_VALUE, until.getEpochSecond() + 1));
        try (var lines = command.exec(new Lines(to))) {
            lines.awaitCompletion();
            lines.finish();
            if (lines.failure instanceof RuntimeException failure) {
                throw failure;
            } else if (lines.failure != null) {
                throw new TargetUnavailableException(
                        "The Docker engine was lost while its logs were read", lines.failure);
            }
        } catch (NotFoundException e) {
            // Removed since it was listed, and its log with it.
        } catch (DockerException e) {
            throw new PreconditionFailedException(
                    "The log of service " + instance.service()
                            + " cannot be read from the engine, perhaps because of its log driver: HTTP "
                            + e.getHttpStatus(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TargetUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TargetUnavailableException("The Docker engine was lost while its logs were read", e);
        }
    }

    /** Cuts both streams of a container into lines. */
    private static final class Lines extends ResultCallback.Adapter<Frame> {
        private final LineCutter out;
        private final LineCutter err;
        private volatile @Nullable Throwable failure;

        Lines(ErrorGroups to) {
            out = new LineCutter(to::add);
            err = new LineCutter(to::add);
        }

        /** Kept here, as the method above would write the engine's text into the log. */
        @Override
        public void onError(Throwable error) {
            failure = error;
            onComplete();
        }

        @Override
        public void onNext(Frame frame) {
            var isError = frame.getStreamType() == com.github.dockerjava.api.model.StreamType.STDERR;
            (isError ? err : out).add(frame.getPayload());
        }

        void finish() {
            out.finish();
            err.finish();
        }
    }
}
