package io.emrops.terminal;

import io.emrops.Question;
import io.emrops.RunState;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events of a run {@code r1}, told to a tree; each verb moves the clock on by a second. */
final class Events {
    static final Instant START = Instant.parse("2026-03-01T02:00:00Z");

    final RunTree tree;
    Instant now = START;

    Events(RunTree tree) {
        this.tree = tree;
    }

    Events tell(RunEvent event) {
        tree.apply(event);
        now = now.plusSeconds(1);
        return this;
    }

    Events started() {
        return tell(new RunEvent.Started("r1", now, "deploy", "Deploy EMRNext", "m.meier"));
    }

    Events state(RunState from, RunState to) {
        return tell(new RunEvent.StateChanged("r1", now, from, to));
    }

    Events begins(String path, String title, int attempt) {
        return tell(new RunEvent.StepStarted("r1", now, path, title, attempt));
    }

    Events done(String path) {
        return tell(new RunEvent.StepFinished("r1", now, path, Duration.ofMillis(1500)));
    }

    Events does(String path, String title) {
        return begins(path, title, 1).done(path);
    }

    Events progress(String path, long done, long total, String what) {
        return tell(new RunEvent.StepProgressed("r1", now, path, done, total, what));
    }

    Events says(String path, String line) {
        return tell(new RunEvent.StepSaid("r1", now, path, line));
    }

    Events fails(String path, String why) {
        return tell(new RunEvent.StepFailed("r1", now, path, 1, why, Optional.empty()));
    }

    Events failsAndTriesAgain(String path, String why, Duration again) {
        return tell(new RunEvent.StepFailed("r1", now, path, 1, why, Optional.of(again)));
    }

    Events asks(Question question) {
        return tell(new RunEvent.Asked("r1", now, question));
    }

    Events ends(RunState state, String verdict) {
        return tell(new RunEvent.Ended("r1", now, state, verdict));
    }

    static Question question(Question.Kind kind, String path, String text, String... details) {
        return new Question(path, kind, text, List.of(details), "operators", 1, Optional.empty(), "");
    }
}
