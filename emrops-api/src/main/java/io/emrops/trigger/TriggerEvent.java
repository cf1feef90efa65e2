package io.emrops.trigger;

import java.time.Instant;
import java.util.Optional;

/** Something that happened to a trigger. {@code at} is the time of whoever watches. */
public sealed interface TriggerEvent {
    /** Which trigger. */
    String trigger();

    Instant at();

    /** In a sentence. */
    String text();

    /** It has fired. */
    record Fired(String trigger, Instant at, Fire fire) implements TriggerEvent {
        @Override
        public String text() {
            return fire.why();
        }
    }

    /**
     * Another breach is sustained and does not fire yet. Told once for each breach.
     *
     * @param until when the cool-down ends; empty if the action is still under way
     */
    record HeldBack(String trigger, Instant at, Stretch over, Optional<Instant> until) implements TriggerEvent {
        @Override
        public String text() {
            return until.map(end -> "A breach is sustained in the cool-down, which ends at " + end)
                    .orElse("Another breach is sustained while the action of the one before is under way");
        }
    }

    /** The action and the cool-down are over, the breach is not, and nothing more is started for it. Told once for each breach. */
    record Outlasted(String trigger, Instant at, Stretch over) implements TriggerEvent {
        @Override
        public String text() {
            return "The breach has outlasted its action and the cool-down; nothing more is started for it";
        }
    }

    /** The breach that it fired for is over. */
    record BreachOver(String trigger, Instant at, Stretch under) implements TriggerEvent {
        @Override
        public String text() {
            return "The breach is over";
        }
    }

    /**
     * Nothing has been read for too long: it cannot tell, and fires nothing.
     *
     * @param since of the newest reading, if there ever was one
     * @param why what is known of the cause; may be empty
     */
    record Blind(String trigger, Instant at, Optional<Instant> since, String why) implements TriggerEvent {
        @Override
        public String text() {
            return "It is blind: no new reading "
                    + since.map(last -> "since that of " + last).orElse("yet") + (why.isEmpty() ? "" : "; " + why);
        }
    }

    /** There are readings again. What was seen before does not count. */
    record Sees(String trigger, Instant at) implements TriggerEvent {
        @Override
        public String text() {
            return "It sees again";
        }
    }

    /**
     * What it remembers cannot be written down. What cannot be written does not count and is not told, be it that it fired or that it
     * is blind. Told once until something could be written again.
     */
    record NotWritten(String trigger, Instant at, String why) implements TriggerEvent {
        @Override
        public String text() {
            return "Nothing counts until it can be written down: " + why;
        }
    }

    /** The run of a fire has been started. */
    record ActionStarted(String trigger, Instant at, Fire fire, String runbook) implements TriggerEvent {
        @Override
        public String text() {
            return "Run " + fire.runId() + " of " + runbook + " was started";
        }
    }

    /** The run of a fire was cut off with its process, and is gone on with. */
    record ActionResumed(String trigger, Instant at, Fire fire) implements TriggerEvent {
        @Override
        public String text() {
            return "Run " + fire.runId() + " was cut off, and is gone on with";
        }
    }

    /**
     * The run of a fire could not be started or gone on with.
     *
     * @param again whether that is tried again
     */
    record ActionFailed(String trigger, Instant at, Fire fire, String why, boolean again) implements TriggerEvent {
        @Override
        public String text() {
            return "Run " + fire.runId() + " cannot be " + (again ? "started or gone on with now: " : "started: ")
                    + why;
        }
    }

    /** The breach was over before its run could be started: it never will be. */
    record Withdrawn(String trigger, Instant at, Fire fire) implements TriggerEvent {
        @Override
        public String text() {
            return "The breach was over before run " + fire.runId() + " could be started; it is not started any more";
        }
    }

    /**
     * The run of a fire has ended.
     *
     * @param succeeded false if it failed, was cancelled, or somebody said no
     * @param coolUntil no fire before this
     */
    record ActionEnded(String trigger, Instant at, Fire fire, boolean succeeded, Instant coolUntil)
            implements TriggerEvent {
        @Override
        public String text() {
            return "Run " + fire.runId() + (succeeded ? " succeeded" : " did not succeed") + "; cool-down until "
                    + coolUntil;
        }
    }
}
