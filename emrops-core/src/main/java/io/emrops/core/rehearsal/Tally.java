package io.emrops.core.rehearsal;

import io.emrops.Plan.Foretold;
import io.emrops.Plan.PlannedStep;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import io.emrops.spi.page.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the steps of a rehearsal come to.
 *
 * @param changing how many would change something
 * @param open how many cannot be foretold
 * @param silent how many of those because their target did not answer
 * @param refused how many would be refused
 * @param closed how many windows do not open any more, so that a run would fail there
 */
public record Tally(int changing, int open, int silent, int refused, int closed) {
    /** @param at what counts as now */
    public static Tally of(Definition definition, List<PlannedStep> steps, Instant at) {
        var changing = 0;
        var open = 0;
        var silent = 0;
        var refused = 0;
        for (var step : steps) {
            switch (step.foretold()) {
                case YES -> changing += step.changes().isEmpty() ? 0 : 1;
                case AUTHORS_CODE, DEPENDS -> open++;
                case UNKNOWN -> silent++;
                case REFUSED -> refused++;
                case CHANGES_NOTHING -> {}
            }
        }
        var closed = closedForGood(definition, at).size();
        return new Tally(changing, open + silent, silent, refused, closed);
    }

    /** The windows that a run would wait for in vain. */
    static List<Node.Window> closedForGood(Definition definition, Instant at) {
        var closed = new ArrayList<Node.Window>();
        definition.nodes().forEach(node -> closedForGood(node, at, closed));
        return closed;
    }

    private static void closedForGood(Node node, Instant at, List<Node.Window> closed) {
        if (node instanceof Node.Window window
                && window.window().nextOpening(at).isEmpty()) {
            closed.add(window);
        } else if (node instanceof Node.Part part) {
            part.nodes().forEach(inner -> closedForGood(inner, at, closed));
        } else if (node instanceof Node.Branches branches) {
            branches.branches().forEach(branch -> closedForGood(branch, at, closed));
        }
    }

    static boolean isOpen(Foretold foretold) {
        return foretold == Foretold.AUTHORS_CODE || foretold == Foretold.DEPENDS || foretold == Foretold.UNKNOWN;
    }

    /** All of it in one sentence, the worst first. */
    public String verdict() {
        var parts = new ArrayList<String>();
        if (refused > 0) {
            parts.add(steps(refused) + " would be refused");
        }
        if (closed > 0) {
            parts.add(closed == 1 ? "1 window does not open any more" : closed + " windows do not open any more");
        }
        if (changing > 0) {
            parts.add(steps(changing) + " would change something");
        }
        if (open > 0) {
            parts.add(changing > 0 ? open + " cannot be foretold" : steps(open) + " cannot be foretold");
        }
        if (changing == 0) {
            parts.add(open + refused == 0 ? "nothing would change" : "no other would change anything");
        }
        if (refused + closed == 0) {
            parts.add("nothing would be refused");
        }
        var sentence = String.join(", ", parts) + ".";
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static String steps(int count) {
        return count == 1 ? "1 step" : count + " steps";
    }

    Tone tone() {
        return refused + closed > 0 ? Tone.BAD : silent > 0 ? Tone.ATTENTION : Tone.GOOD;
    }
}
