package io.emrops.core.engine;

import io.emrops.Answer;
import io.emrops.Done;
import io.emrops.EmropsException;
import io.emrops.core.history.InboxMessage;
import io.emrops.core.history.OutputCodec;
import io.emrops.spi.Inbox;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what other processes ask of runs. What is refused is said in the log and taken away. */
final class InboxReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InboxReader.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Inbox inbox;
    private final Surroundings around;
    private final Function<String, Optional<LiveRun>> runs;
    private volatile boolean closed;
    private volatile TimeSource.@Nullable Timer timer;

    InboxReader(Inbox inbox, Surroundings around, Function<String, Optional<LiveRun>> runs) {
        this.inbox = inbox;
        this.around = around;
        this.runs = runs;
    }

    void start() {
        if (!closed) {
            timer = around.time().schedule(EVERY, () -> around.executor().execute(this::read));
        }
    }

    private void read() {
        try {
            for (var request : inbox.poll()) {
                if (closed) {
                    return;
                }
                take(request);
            }
        } catch (RuntimeException e) {
            LOG.warn("The inbox cannot be read", e);
        } finally {
            start();
        }
    }

    private void take(Inbox.Request request) {
        var message = InboxMessage.read(request.content());
        if (message.isEmpty()) {
            LOG.warn("Request {} in the inbox is not one; it is taken away", request.id());
            inbox.acknowledge(request);
            return;
        }
        var run = runs.apply(message.get().run());
        if (run.isEmpty()) {
            takeAwayIfLate(request, message.get().run());
            return;
        }
        try {
            carryOut(message.get(), run.get());
        } catch (EmropsException | IllegalArgumentException e) {
            LOG.warn(
                    "Request {} to run {} is refused: {}",
                    request.id(),
                    message.get().run(),
                    around.scrubber().scrub(String.valueOf(e.getMessage())));
            if (run.get().status().storeFailure().isPresent()) {
                return;
            }
        }
        inbox.acknowledge(request);
    }

    /** One for a run that nobody is at work on waits until somebody is; one for a run that has ended would wait for ever. */
    private void takeAwayIfLate(Inbox.Request request, String runId) {
        var open = around.store().runs().stream().anyMatch(head -> head.runId().equals(runId) && !head.ended());
        if (!open) {
            LOG.warn("Request {} is for run {}, which has ended or never was; it is taken away", request.id(), runId);
            inbox.acknowledge(request);
        }
    }

    private static void carryOut(InboxMessage message, LiveRun run) {
        switch (message.kind()) {
            case "cancel" -> run.stopping().cancel(message.by(), message.text());
            case "pause" -> run.stopping().pause(message.by(), message.text());
            case "answer" -> run.people().answer(message.step(), answer(message, run));
            default -> throw new IllegalArgumentException("there is no request \"" + message.kind() + "\"");
        }
    }

    private static Answer answer(InboxMessage message, LiveRun run) {
        var verdict = message.verdict().orElseThrow(() -> new IllegalArgumentException("the answer has no verdict"));
        var answer = switch (verdict) {
            case CONFIRMED -> Answer.confirm(message.by());
            case AGREED -> Answer.agree(message.by());
            case REJECTED -> Answer.reject(message.by());
            case NOT_APPLIED -> Answer.notApplied(message.by());
            case GIVEN_UP -> Answer.giveUp(message.by());
            case APPLIED -> Answer.applied(message.by(), result(message, run));
        };
        answer = answer.remark(message.text());
        return message.hash().isPresent() ? answer.having(message.hash().get()) : answer;
    }

    private static Object result(InboxMessage message, LiveRun run) {
        var task = run.results().task(message.step());
        if (task.isEmpty() || message.result().isEmpty()) {
            return Done.DONE;
        }
        return OutputCodec.read(task.get().traits().output(), message.result().get(), message.step());
    }

    @Override
    public void close() {
        closed = true;
        var waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }
}
