package io.emrops.spi;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Condition;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.MaintenanceWindow;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.WindowRule.WhenItCloses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A place in the tree of a runbook. */
public sealed interface Node {

    /** A heading for what follows. */
    record Section(String title) implements Node {}

    /** A paragraph of the document. */
    record Note(String text) implements Node {}

    /** From here on the run holds a lock. */
    record Lock(String path, String name) implements Node {}

    /** From here on steps begin only inside the window. */
    record Window(String path, MaintenanceWindow window, WhenItCloses whenItCloses) implements Node {}

    /** Steps with their own surroundings for ids: an included part, or a branch. */
    record Part(String path, String title, List<Node> nodes) implements Node {
        public Part {
            nodes = List.copyOf(nodes);
        }
    }

    /** Parts that run side by side, at most so many at once. */
    record Branches(String path, String title, int atMost, List<Part> branches) implements Node {
        public Branches {
            branches = List.copyOf(branches);
        }
    }

    /** A place where something happens and has a result. */
    sealed interface Stepping extends Node {
        /** What it has in common with all steps. */
        Traits traits();

        /** A word for the kind of step, for documents and journals. */
        String kind();

        default String path() {
            return traits().path();
        }

        default String title() {
            return traits().title();
        }
    }

    /**
     * What all steps have.
     *
     * @param output the type of the result
     * @param needs the paths of the values it relies on
     * @param attempts how often to try
     * @param onlyIf the condition it runs under
     * @param version the author's version of the body
     */
    record Traits(
            String path,
            String title,
            Output<?> output,
            List<String> notes,
            List<String> needs,
            Optional<Duration> timeout,
            Attempts attempts,
            Optional<Conditional> onlyIf,
            int version) {
        public Traits {
            notes = List.copyOf(notes);
            needs = List.copyOf(needs);
        }
    }

    /** How often to try, and how long to wait in between. */
    record Attempts(int max, Backoff backoff) {
        /** A single attempt. */
        public static final Attempts ONCE = new Attempts(1, Backoff.none());
    }

    /** A condition and its words. */
    record Conditional(String why, Condition condition) {}

    /**
     * A step that may change its target.
     *
     * @param operation what it does; the author's own bodies are wrapped as operations
     * @param authored whether the operation wraps an author's body: then it has no target and no preview of its own
     */
    record Task(Traits traits, Operation<?> operation, boolean authored, UndoSpec undo, InDoubt<?> inDoubt)
            implements Stepping {
        @Override
        public String kind() {
            return "step";
        }
    }

    /**
     * A step that looks.
     *
     * @param verification false for a requirement
     * @param within how long to look again and again; empty: once
     */
    record Checking(Traits traits, boolean verification, Check check, Optional<Duration> within, Duration every)
            implements Stepping {
        @Override
        public String kind() {
            return verification ? "verify" : "require";
        }
    }

    /** An item that a person confirms. */
    record Manual(Traits traits, String group, Optional<Duration> expires) implements Stepping {
        @Override
        public String kind() {
            return "manual";
        }
    }

    /** A point that people must agree to pass. */
    record Approving(Traits traits, String group, int atLeast, boolean notTheStarter, Optional<Duration> expires)
            implements Stepping {
        @Override
        public String kind() {
            return "approval";
        }
    }

    /**
     * A step for each of several items.
     *
     * @param itemOutput the type of an item's result
     * @param items the items by their keys, when the turn comes
     * @param from what the items are, in words
     * @param task the step for an item, by its key
     * @param undo what the author states for all items
     * @param inDoubt what the author states for all items
     * @param authored whether the items are worked on by an author's body
     */
    record FanOut(
            Traits traits,
            Output<?> itemOutput,
            String from,
            Function<Inputs, Map<String, ?>> items,
            BiFunction<String, Object, Task> task,
            UndoSpec undo,
            InDoubt<?> inDoubt,
            boolean authored,
            int atMost,
            int stopAfterFailures)
            implements Stepping {
        @Override
        public String kind() {
            return "for-each";
        }
    }
}
