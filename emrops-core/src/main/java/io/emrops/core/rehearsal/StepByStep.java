package io.emrops.core.rehearsal;

import io.emrops.Change;
import io.emrops.Plan;
import io.emrops.Plan.PlannedStep;
import io.emrops.core.time.Durations;
import io.emrops.spi.Node;
import io.emrops.spi.page.Block;
import io.emrops.spi.page.Text;
import io.emrops.spi.page.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The steps of a rehearsal in the order of the document and with its numbers. */
final class StepByStep {
    private final Plan plan;
    private final EarlierRuns earlier;
    private final Waits waits;
    private final UnaryOperator<String> scrub;
    private final Map<String, PlannedStep> planned = new LinkedHashMap<>();
    private final Map<String, String> numbers = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();

    StepByStep(Plan plan, EarlierRuns earlier, Waits waits, UnaryOperator<String> scrub) {
        this.plan = plan;
        this.earlier = earlier;
        this.waits = waits;
        this.scrub = scrub;
        plan.steps().forEach(step -> planned.put(step.path(), step));
        outermost(plan.runbook().definition().nodes());
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The number of a step in the document. */
    Optional<String> number(String path) {
        return Optional.ofNullable(numbers.get(path));
    }

    private void outermost(List<Node> nodes) {
        var number = 0;
        for (var node : nodes) {
            if (node instanceof Node.Section section) {
                blocks.add(new Block.Heading(3, Text.of(section.title())));
            } else if (isNumbered(node)) {
                number++;
                blocks.add(new Block.Steps(List.of(step(node, Integer.toString(number)))));
            }
        }
    }

    private static boolean isNumbered(Node node) {
        return node instanceof Node.Stepping || node instanceof Node.Part || node instanceof Node.Branches;
    }

    private Block.Step step(Node node, String number) {
        if (node instanceof Node.Part part) {
            return new Block.Step(number, false, name(part.title(), part.path()), inside(part.nodes(), number));
        }
        if (node instanceof Node.Branches branches) {
            return new Block.Step(
                    number, false, name(branches.title(), branches.path()), inside(branches.branches(), number));
        }
        var stepping = (Node.Stepping) node;
        numbers.put(stepping.path(), number);
        var step = planned.get(scrub.apply(stepping.path()));
        if (step != null) {
            return new Block.Step(number, false, told(step), below(step, stepping));
        }
        return fanOut(stepping, number);
    }

    private List<Block> inside(List<? extends Node> nodes, String outer) {
        var steps = new ArrayList<Block.Step>();
        for (var node : nodes) {
            if (isNumbered(node)) {
                steps.add(step(node, outer + "." + (steps.size() + 1)));
            }
        }
        return steps.isEmpty() ? List.of() : List.of(new Block.Steps(steps));
    }

    /** One whose items are known, and have been asked about each. */
    private Block.Step fanOut(Node.Stepping fan, String number) {
        var items = new ArrayList<Block.Step>();
        var prefix = scrub.apply(fan.path() + "[");
        for (var item : plan.steps()) {
            if (item.path().startsWith(prefix)) {
                var inner = number + "." + (items.size() + 1);
                numbers.put(item.path(), inner);
                items.add(new Block.Step(inner, false, told(item), below(item, fan)));
            }
        }
        var count = items.size() == 1 ? "1 item" : items.size() + " items";
        var name = name(fan.title(), fan.path()).plus(": " + count + atOnce(fan, items.size()));
        return new Block.Step(number, false, name, items.isEmpty() ? List.of() : List.of(new Block.Steps(items)));
    }

    private static String atOnce(Node.Stepping step, int items) {
        if (items < 2 || !(step instanceof Node.FanOut fan)) {
            return "";
        }
        return fan.atMost() > 1 ? ", up to " + fan.atMost() + " at once" : ", one after the other";
    }

    private List<Block> below(PlannedStep step, Node.Stepping node) {
        var lines = new ArrayList<Text>();
        step.target().ifPresent(target -> lines.add(line("On", Text.of(target.toString()))));
        step.changes().forEach(change -> lines.add(line("Change", change(change))));
        var whom = waits.whom(node);
        if (whom.isPresent()) {
            lines.add(line("Asks", Text.of(whom.get() + "; " + Waits.limit(node))));
            node.traits().onlyIf().ifPresent(c -> lines.add(Text.of("only if: " + c.why())));
        } else {
            step.remarks().stream()
                    .filter(remark -> !remark.equals(step.title()))
                    .forEach(remark -> lines.add(Text.of(reason(remark))));
        }
        took(step.path()).ifPresent(time -> lines.add(line("Took before", Text.of(Durations.words(time)))));
        return lines.isEmpty() ? List.of() : List.of(new Block.Bullets(lines));
    }

    private static Text change(String line) {
        return Change.read(line)
                .map(c -> Text.of(c.what() + ": ")
                        .plus(Text.code(c.from()))
                        .plus(" → ")
                        .plus(Text.code(c.to())))
                .orElse(Text.of(line));
    }

    private Optional<Duration> took(String path) {
        return earlier.expected()
                .flatMap(e -> Optional.ofNullable(e.steps().get(path)))
                .filter(time -> !time.isZero());
    }

    /** A remark beside words that say already how far the step is foretold. */
    static String reason(String remark) {
        return remark.replaceFirst("^(?:cannot be foretold|would be refused): ", "");
    }

    static Text name(String title, String path) {
        return Text.strong(title.replace("{item}", "each item"))
                .plus(" (")
                .plus(Text.code(path))
                .plus(")");
    }

    private static Text line(String label, Text text) {
        return Text.strong(label + ":").plus(" ").plus(text);
    }

    private static Text told(PlannedStep step) {
        return name(step.title(), step.path()).plus(": ").plus(badge(step));
    }

    private static Text badge(PlannedStep step) {
        return switch (step.foretold()) {
            case YES ->
                step.changes().isEmpty()
                        ? Text.badge(Tone.NEUTRAL, "changes nothing")
                        : Text.badge(Tone.ACTIVE, "would change");
            case CHANGES_NOTHING -> Text.badge(Tone.NEUTRAL, harmless(step.kind()));
            case AUTHORS_CODE, DEPENDS, UNKNOWN -> Text.badge(Tone.ATTENTION, "cannot be foretold");
            case REFUSED -> Text.badge(Tone.BAD, "would be refused");
        };
    }

    private static String harmless(String kind) {
        return switch (kind) {
            case "manual" -> "asks a person";
            case "approval" -> "asks people";
            case "require", "verify" -> "looks, and changes nothing";
            default -> "changes nothing";
        };
    }
}
