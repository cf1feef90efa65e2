package io.emrops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rehearsal: what a run would do, told step by step by asking the targets. It is as old as {@link #at}; what it says is
 * what was true then.
 */
public interface Plan {
    /** What was rehearsed. */
    Runbook runbook();

    /** For whom and with which parameters. */
    RunRequest request();

    /** When the targets were asked. */
    Instant at();

    /** The steps in the order of the document; a fan-out whose items are known has a line for each item. */
    List<PlannedStep> steps();

    /** Identifies everything a person reads here except remarks: SHA-256 in hexadecimal. */
    String hash();

    /** What it comes to in one sentence: how many steps would change something, cannot be foretold, would be refused. */
    String verdict();

    /**
     * How long earlier runs of this runbook took; empty if none in the engine's store succeeded. It is no part of {@link
     * #hash}: what people agree to does not change with what is known of the past.
     */
    Optional<Expected> expected();

    /** The plan as a page, for a terminal or a ticket: what would be refused first. */
    String toMarkdown();

    /** The same page as one file of HTML, to be opened, mailed or printed: it needs no network and no script. */
    String toHtml();

    /**
     * How long runs took that succeeded, waits for people, windows and locks included.
     *
     * @param runs how many runs this is based on, the newest ones
     * @param total the median of how long they took
     * @param steps the median for each step that finished in any of them, by its path
     */
    record Expected(int runs, Duration total, Map<String, Duration> steps) {
        public Expected {
            steps = Map.copyOf(steps);
        }
    }

    /**
     * A step as it would be.
     *
     * @param path its path
     * @param kind the word for the kind of step
     * @param title its title
     * @param foretold how far it can be told
     * @param target what it acts on, if it has a target that answered
     * @param changes what would change; empty if nothing would, or if it is not known
     * @param remarks what else is worth knowing, such as why it cannot be foretold
     */
    record PlannedStep(
            String path,
            String kind,
            String title,
            Foretold foretold,
            Optional<Target> target,
            List<String> changes,
            List<String> remarks) {
        public PlannedStep {
            changes = List.copyOf(changes);
            remarks = List.copyOf(remarks);
        }
    }

    /** How far a step can be told before. */
    enum Foretold {
        /** The target was asked and {@link PlannedStep#changes} is what it said. */
        YES,
        /** The step changes nothing: a check, an item for a person, an approval. */
        CHANGES_NOTHING,
        /** The author's own code, which cannot be asked. */
        AUTHORS_CODE,
        /** It depends on the result of a step that was not done. */
        DEPENDS,
        /** The target did not answer, or could not tell. */
        UNKNOWN,
        /** The target would refuse it. */
        REFUSED
    }
}
