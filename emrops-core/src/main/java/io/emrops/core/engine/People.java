package io.emrops.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Answer;
import io.emrops.Answer.Verdict;
import io.emrops.Authorizer;
import io.emrops.Decision;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Question;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.event.RunEvent;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the answers of people: who may give them, whether they are asked for, and what follows from them. */
final class People {
    private final LiveRun run;
    private final Authorizer authorizer;
    private final Map<String, Node.Approving> approvals = new HashMap<>();

    People(LiveRun run, Definition definition, Authorizer authorizer) {
        this.run = run;
        this.authorizer = authorizer;
        definition.steps().stream()
                .filter(Node.Approving.class::isInstance)
                .map(Node.Approving.class::cast)
                .forEach(a -> approvals.put(a.path(), a));
    }

    List<Question> questions() {
        return run.journal().look(People::questions);
    }

    Optional<Question> question(String path) {
        return questions().stream().filter(q -> q.stepPath().equals(path)).findFirst();
    }

    private static List<Question> questions(RunHistory history) {
        var questions = new ArrayList<Question>();
        if (history.ended().isPresent() || history.undo().isPresent()) {
            return questions;
        }
        for (var step : history.steps()) {
            var asked = step.question();
            var open = step.state() == StepHistory.State.ASKED || step.state() == StepHistory.State.IN_DOUBT;
            if (open && asked.isPresent()) {
                var q = asked.get();
                questions.add(new Question(
                        step.path(),
                        q.question(),
                        q.text(),
                        q.details(),
                        q.group(),
                        q.wanted() - step.votes().size(),
                        q.expires(),
                        q.hash()));
            }
        }
        return questions;
    }

    void requireOperator(String actor, String what) {
        if (!authorizer.mayDecide(actor, Authorizer.OPERATORS)) {
            throw new PreconditionFailedException(actor + " may not " + what + " runs", null, run.id(), null, null);
        }
    }

    /** Takes an answer; the run goes on if it was waiting for it. */
    void answer(String path, Answer answer) {
        run.status().requireOpen();
        try {
            take(path, answer);
        } catch (JournalLost e) {
            run.stopping().halted(e.reason());
            throw e.reason();
        }
        run.answered();
    }

    /** Records an answer and what follows from it, in one go. */
    private void take(String path, Answer answer) {
        var lock = run.lock();
        lock.lock();
        try {
            var question =
                    question(path).orElseThrow(() -> refused(path, "nothing is being asked at step \"" + path + "\""));
            requireFitting(question, answer);
            requireAllowed(question, answer);
            Optional<JsonNode> result =
                    answer.verdict() == Verdict.APPLIED ? Optional.of(result(path, answer)) : Optional.empty();
            var now = run.clock().now();
            var answered = new RunRecord.Answered(
                    now, path, answer.verdict(), answer.by(), answer.remark(), question.hash(), result);
            run.journal()
                    .add(
                            answered,
                            new RunEvent.Answered(
                                    run.id(),
                                    now,
                                    path,
                                    run.scrub(answer.by()),
                                    answer.verdict().name()));
            follow(answered);
            run.journal().flush();
        } finally {
            lock.unlock();
        }
    }

    /** Draws the consequences of answers that were written down just before a process died. */
    void finishAnswers() {
        run.journal().look(RunHistory::steps).stream()
                .filter(s -> s.state() == StepHistory.State.ASKED || s.state() == StepHistory.State.IN_DOUBT)
                .filter(s -> !s.votes().isEmpty())
                .map(s -> s.votes().get(s.votes().size() - 1).answer())
                .toList()
                .forEach(this::follow);
    }

    private void requireFitting(Question question, Answer answer) {
        var fits = switch (question.kind()) {
            case CONFIRMATION -> answer.verdict() == Verdict.CONFIRMED || answer.verdict() == Verdict.REJECTED;
            case APPROVAL -> answer.verdict() == Verdict.AGREED || answer.verdict() == Verdict.REJECTED;
            case IN_DOUBT ->
                answer.verdict() == Verdict.APPLIED
                        || answer.verdict() == Verdict.NOT_APPLIED
                        || answer.verdict() == Verdict.GIVEN_UP;
        };
        if (!fits) {
            throw refused(question.stepPath(), answer.verdict() + " is no answer to what is asked: " + question.text());
        }
        if (answer.hash().isPresent() && !answer.hash().get().equals(question.hash())) {
            throw refused(question.stepPath(), "what would be done has changed since it was read; read it again");
        }
        if (question.expires().isPresent()
                && !run.clock().wall().isBefore(question.expires().get())) {
            throw refused(
                    question.stepPath(),
                    "it is too late: the question expired at "
                            + question.expires().get());
        }
    }

    private void requireAllowed(Question question, Answer answer) {
        var path = question.stepPath();
        if (!authorizer.mayDecide(answer.by(), question.group())) {
            throw refused(path, answer.by() + " does not belong to " + question.group());
        }
        var voted = run.journal()
                .look(h -> h.find(path).orElseThrow().votes().stream()
                        .anyMatch(v -> v.answer().by().equals(answer.by())));
        if (voted) {
            throw refused(path, answer.by() + " has answered already");
        }
        var approval = approvals.get(path);
        var starter = run.journal().look(h -> h.started().actor());
        if (approval != null && approval.notTheStarter() && answer.by().equals(starter)) {
            throw refused(path, answer.by() + " started the run and has no vote");
        }
    }

    private void follow(RunRecord.Answered answer) {
        var path = answer.path();
        var now = run.clock().now();
        var step = run.journal().look(h -> h.find(path).orElseThrow());
        switch (answer.verdict()) {
            case CONFIRMED -> done(path, now, 1, OutputCodec.tree(decision(answer)), answer.by());
            case AGREED -> {
                if (step.votes().size() >= step.question().orElseThrow().wanted()) {
                    done(path, now, 1, OutputCodec.tree(decision(answer)), answer.by());
                }
            }
            case REJECTED -> failed(path, now, step.attempt(), false, "rejected by " + answer.by());
            case APPLIED -> done(path, now, step.attempt(), answer.result().orElseThrow(), answer.by());
            case NOT_APPLIED ->
                run.journal()
                        .add(new RunRecord.DoubtCleared(now, path, step.attempt(), false, "person " + answer.by()));
            case GIVEN_UP ->
                failed(
                        path,
                        now,
                        step.attempt(),
                        true,
                        step.failure().orElse("it failed") + "; given up by " + answer.by());
        }
    }

    private static Decision decision(RunRecord.Answered answer) {
        return new Decision(answer.by(), answer.at(), answer.remark());
    }

    private JsonNode result(String path, Answer answer) {
        Output<?> output = run.results().task(path).orElseThrow().traits().output();
        try {
            var json = OutputCodec.write(output, answer.result().orElseThrow());
            OutputCodec.read(output, json, path);
            return json;
        } catch (OutputCodec.UnkeepableException e) {
            throw refused(path, "an answer that it was applied needs its result: " + e.what());
        }
    }

    private void done(String path, Instant now, int attempt, JsonNode json, String by) {
        run.journal()
                .add(
                        new RunRecord.StepDone(now, path, attempt, Duration.ZERO, json, "person " + by),
                        new RunEvent.StepFinished(run.id(), now, path, Duration.ZERO));
    }

    private void failed(String path, Instant now, int attempt, boolean changed, String why) {
        run.journal()
                .add(
                        new RunRecord.StepFailed(
                                now, path, attempt, Duration.ZERO, why, changed, Optional.empty(), Optional.empty()),
                        new RunEvent.StepFailed(run.id(), now, path, attempt, why, Optional.empty()));
    }

    private PreconditionFailedException refused(String path, String why) {
        return new PreconditionFailedException(run.scrub(why), null, run.id(), path, null);
    }
}
