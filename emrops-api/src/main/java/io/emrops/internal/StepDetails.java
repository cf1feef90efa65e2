package io.emrops.internal;

import io.emrops.InDoubt;
import io.emrops.Undoing;
import io.emrops.spi.Node;
import io.emrops.spi.UndoSpec;
import io.emrops.spi.page.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to say about a step, a line for each thing. */
final class StepDetails {
    private static final int LINES_TO_SIGN = 5;
    private static final Text TO_SIGN =
            Text.of("Name: ").plus(Text.blank(20)).plus(" Time: ").plus(Text.blank(12));

    private final boolean automaticUndo;
    private final List<Text> lines = new ArrayList<>();

    /** @param automaticUndo whether a run that fails is undone by itself */
    StepDetails(boolean automaticUndo) {
        this.automaticUndo = automaticUndo;
    }

    List<Text> of(Node.Stepping step) {
        var traits = step.traits();
        traits.notes().forEach(note -> lines.addAll(Text.paragraphs(note)));
        if (step instanceof Node.Task task) {
            task(task);
        } else if (step instanceof Node.FanOut fan) {
            fanOut(fan);
        } else if (step instanceof Node.Checking check) {
            check(check);
        } else if (step instanceof Node.Manual manual) {
            manual(manual);
        } else if (step instanceof Node.Approving approval) {
            approval(approval);
        }
        if (traits.version() > 1) {
            say("Revision of this step", Integer.toString(traits.version()));
        }
        return lines;
    }

    private void task(Node.Task task) {
        words("Does", task.operation().describe());
        whenItRuns(task.traits());
        attempts(task.traits(), "an attempt");
        say("Undo", undo(task.undo(), Optional.of(task.operation().undoing())));
        say("If it is cut off", cutOff(task.inDoubt()));
    }

    private void fanOut(Node.FanOut fan) {
        say(
                "Done for",
                fan.from() + (fan.atMost() > 1 ? ", up to " + fan.atMost() + " at once" : ", one after the other"));
        whenItRuns(fan.traits());
        attempts(fan.traits(), "an attempt on one of them");
        say(
                "If one fails",
                (fan.stopAfterFailures() == 1
                                ? "no further one is begun"
                                : "the others go on, until " + fan.stopAfterFailures() + " have failed")
                        + "; the step has failed");
        say("Undo", undo(fan.undo(), Optional.empty()));
        say("If it is cut off", cutOff(fan.inDoubt()));
    }

    private void check(Node.Checking check) {
        words("Checks", check.check().describe());
        whenItRuns(check.traits());
        check.within()
                .ifPresent(d -> say(
                        "Looks again",
                        "every " + Words.of(check.every()) + " until it is so, for up to " + Words.of(d)));
        check.traits()
                .timeout()
                .ifPresent(d -> say("Time limit", Words.of(d) + " for a look; then it counts as not so"));
        say(
                "If not",
                !check.verification()
                        ? "the run stops here"
                        : automaticUndo ? "the run fails, and what it changed is undone" : "the run fails");
    }

    private void manual(Node.Manual manual) {
        say("Confirmed by", "one person of the group " + manual.group());
        expiry(manual.expires());
        whenItRuns(manual.traits());
        lines.add(TO_SIGN);
    }

    private void approval(Node.Approving approval) {
        var people = approval.atLeast() == 1 ? "one person" : "at least " + approval.atLeast() + " different people";
        say(
                "Agreed to by",
                people + " of the group " + approval.group()
                        + (approval.notTheStarter() ? ", and not by whoever started the run (two-person rule)" : "")
                        + "; a single rejection ends the run");
        expiry(approval.expires());
        lines.add(Text.of(
                "Who agrees, agrees to what the rehearsal shows. If that has changed when the next changing step"
                        + " is about to begin, they are asked again."));
        whenItRuns(approval.traits());
        for (var i = 0; i < Math.min(approval.atLeast(), LINES_TO_SIGN); i++) {
            lines.add(TO_SIGN);
        }
    }

    private void expiry(Optional<Duration> expires) {
        expires.ifPresent(d -> say("Expires", "after " + Words.of(d) + "; then the run fails"));
    }

    private void whenItRuns(Node.Traits traits) {
        traits.onlyIf().ifPresent(c -> say("Only if", c.why() + "; otherwise it is skipped"));
        if (!traits.needs().isEmpty()) {
            say(
                    "Needs",
                    Text.joined(", ", traits.needs().stream().map(Text::code).toList()));
        }
    }

    private void attempts(Node.Traits traits, String attempt) {
        traits.timeout().ifPresent(d -> say("Time limit", Words.of(d) + " for " + attempt + "; then it is cut off"));
        if (traits.attempts().max() > 1) {
            say(
                    "Attempts",
                    "up to " + traits.attempts().max() + " while its target cannot be reached, again "
                            + traits.attempts().backoff());
        }
    }

    /** @param operation what the operation states, unless it differs from item to item */
    private static Text undo(UndoSpec stated, Optional<Undoing<?>> operation) {
        if (stated.nothing().isPresent()) {
            return nothing(stated.nothing().get());
        }
        if (stated.irreversible().isPresent()) {
            var reason = irreversible(stated.irreversible().get());
            return stated.attempt().isPresent()
                    ? Text.of("an attempt that did not finish is cleaned up; otherwise ")
                            .plus(reason)
                    : reason;
        }
        if (stated.finished().isPresent()) {
            return Text.of(
                    stated.attempt().isPresent()
                            ? "what it changed is put back; an attempt that did not finish is cleaned up, too"
                            : "what it changed is put back, if it finished");
        }
        if (stated.attempt().isPresent()) {
            return Text.of("what it changed is put back, whether it finished or not");
        }
        return operation.map(StepDetails::undo).orElse(Text.of("as each of them states when its turn comes"));
    }

    private static Text undo(Undoing<?> operation) {
        if (operation instanceof Undoing.NothingToUndo<?> n) {
            return nothing(n.why());
        }
        if (operation instanceof Undoing.Irreversible<?> i) {
            return irreversible(i.why());
        }
        if (operation instanceof Undoing.Compensation<?, ?> c) {
            return Text.of(c.describe() + ", whether it finished or not");
        }
        return Text.of("as the operation states once it is chosen");
    }

    private static Text nothing(String why) {
        return Text.of("nothing to undo: " + why);
    }

    private static Text irreversible(String why) {
        return Text.strong("it cannot be undone").plus(": " + why + ". An undo stops here and asks");
    }

    private static String cutOff(InDoubt<?> inDoubt) {
        return switch (inDoubt.policy()) {
            case ASK -> "a person looks and says whether it took effect";
            case RERUN -> "it is done again; that is safe";
            case PROBE -> "the target is asked whether it took effect; a person is, if it cannot tell";
        };
    }

    private void words(String label, String text) {
        if (!text.isBlank()) {
            say(label, text);
        }
    }

    private void say(String label, String words) {
        say(label, Text.of(words));
    }

    private void say(String label, Text text) {
        lines.add(Text.strong(label + ":").plus(" ").plus(text));
    }
}
