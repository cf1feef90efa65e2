package io.emrops.core.rehearsal;

import io.emrops.Plan;
import io.emrops.Plan.Foretold;
import io.emrops.Plan.PlannedStep;
import io.emrops.Secret;
import io.emrops.core.time.Durations;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import io.emrops.spi.page.Block;
import io.emrops.spi.page.Page;
import io.emrops.spi.page.Text;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A rehearsal for people: what would be refused, for whoever wants to begin; whom and what the run waits for, for whoever
 * plans the night; then each step, for whoever agrees to it.
 */
public final class RehearsalPage {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Plan plan;
    private final Definition definition;
    private final EarlierRuns earlier;
    private final Waits waits;
    private final StepByStep steps;
    private final Page.Builder page;

    private RehearsalPage(Plan plan, EarlierRuns earlier, UnaryOperator<String> scrub) {
        this.plan = plan;
        this.definition = plan.runbook().definition();
        this.earlier = earlier;
        this.waits = new Waits(plan, scrub);
        this.steps = new StepByStep(plan, earlier, waits, scrub);
        this.page = Page.titled("Rehearsal: " + definition.title());
    }

    /** @param scrub blots secrets out; the steps of the plan have been through it */
    public static Page of(Plan plan, EarlierRuns earlier, UnaryOperator<String> scrub) {
        return new RehearsalPage(plan, earlier, scrub).page().reworded(scrub);
    }

    private Page page() {
        var tally = Tally.of(definition, plan.steps(), plan.at());
        page.callout(tally.tone(), Text.of(tally.verdict()));
        refused();
        page.heading("What was rehearsed");
        page.paragraph("Nothing was touched: the targets were asked what each step would do, and no step was done.");
        page.facts(facts());
        asked();
        waitedFor();
        open();
        page.heading("Step by step");
        steps.blocks().forEach(page::add);
        return page.build();
    }

    private void refused() {
        var lines = new ArrayList<Text>();
        plan.steps().stream()
                .filter(step -> step.foretold() == Foretold.REFUSED)
                .forEach(step -> lines.add(why(step)));
        Tally.closedForGood(definition, plan.at())
                .forEach(window -> lines.add(Waits.name(window).plus(": it does not open any more")));
        if (!lines.isEmpty()) {
            page.heading("What would be refused").bullets(lines);
        }
    }

    private void open() {
        var lines = plan.steps().stream()
                .filter(step -> Tally.isOpen(step.foretold()))
                .map(this::why)
                .toList();
        if (!lines.isEmpty()) {
            page.heading("What cannot be foretold").bullets(lines);
        }
    }

    private Text why(PlannedStep step) {
        var number = steps.number(step.path()).map(n -> "Step " + n + ", ").orElse("");
        var on = step.target().map(target -> " on " + target).orElse("");
        var reasons = step.remarks().stream().map(StepByStep::reason).toList();
        return Text.of(number)
                .plus(StepByStep.name(step.title(), step.path()))
                .plus(on + ": " + String.join("; ", reasons));
    }

    private List<Block.Fact> facts() {
        var request = plan.request();
        var facts = new ArrayList<Block.Fact>();
        var version = definition.head().version();
        facts.add(fact("Runbook", Text.code(definition.id()).plus(", version " + version)));
        facts.add(fact("Asked for by", Text.of(request.actor())));
        if (!request.reason().isEmpty()) {
            facts.add(fact("Because", Text.of(request.reason())));
        }
        facts.add(fact("Targets were asked", Text.of(DAY_AND_TIME.format(plan.at()) + " UTC")));
        definition.params().stream()
                .filter(param -> param.boundTo().isEmpty())
                .forEach(param -> facts.add(fact("Parameter " + param.id(), value(param))));
        facts.add(fact("Takes", Text.of(takes())));
        facts.add(fact(
                "If it fails",
                Text.of(
                        request.automaticUndo() && definition.head().automaticUndo()
                                ? "what it changed is undone by itself, the last change first"
                                : "everything is left as it stands; a person may have it undone")));
        facts.add(fact("Fingerprint", Text.code(plan.hash())));
        return facts;
    }

    private static Block.Fact fact(String name, Text value) {
        return new Block.Fact(Text.of(name), value);
    }

    private Text value(Definition.ParamSpec param) {
        var given = Optional.ofNullable(plan.request().params().get(param.id()));
        if (param.secret() || given.filter(Secret.class::isInstance).isPresent()) {
            return Text.of("secret: never recorded or shown");
        }
        return given.map(value -> Text.code(text(value)))
                .or(() ->
                        param.defaultValue().map(value -> Text.code(text(value)).plus(" by default")))
                .orElse(Text.of("not given"));
    }

    private static String text(Object value) {
        return value instanceof Enum<?> e ? e.name() : value.toString();
    }

    private String takes() {
        var time = earlier.expected()
                .map(e -> "about " + Durations.words(e.total()) + ", waits included: the median of "
                        + (e.runs() == 1 ? "the one run" : "the last " + e.runs() + " runs") + " that succeeded")
                .orElse("not known: no earlier run of this runbook that succeeded was found");
        var left = earlier.unreadable();
        return left == 0
                ? time
                : time + "; " + (left == 1 ? "1 earlier run" : left + " earlier runs")
                        + " of the store could not be read";
    }

    private void asked() {
        var rows = new ArrayList<List<Text>>();
        for (var step : definition.steps()) {
            waits.whom(step)
                    .ifPresent(whom -> rows.add(List.of(
                            Text.of(steps.number(step.path()).orElse("")),
                            Text.of(step.title()),
                            Text.of(whom + condition(step)),
                            Text.of(Waits.limit(step)))));
        }
        if (!rows.isEmpty()) {
            page.heading("Who will be asked");
            page.table("Who will be asked", List.of("Step", "For what", "Whom", "Time to answer"), rows);
        }
    }

    private static String condition(Node.Stepping step) {
        return step.traits().onlyIf().map(c -> ", only if " + c.why()).orElse("");
    }

    private void waitedFor() {
        var order = new ArrayList<Node>();
        flatten(definition.nodes(), order);
        var lines = new ArrayList<Text>();
        for (var i = 0; i < order.size(); i++) {
            var from = next(order.subList(i, order.size()))
                    .map(number -> ", from step " + number + " on")
                    .orElse("");
            waits.rule(order.get(i), from).ifPresent(lines::add);
        }
        if (!lines.isEmpty()) {
            page.heading("Locks and windows").bullets(lines);
        }
    }

    private static void flatten(List<? extends Node> nodes, List<Node> order) {
        for (var node : nodes) {
            if (node instanceof Node.Part part) {
                flatten(part.nodes(), order);
            } else if (node instanceof Node.Branches branches) {
                flatten(branches.branches(), order);
            } else {
                order.add(node);
            }
        }
    }

    private Optional<String> next(List<Node> nodes) {
        return nodes.stream()
                .filter(Node.Stepping.class::isInstance)
                .findFirst()
                .flatMap(node -> steps.number(((Node.Stepping) node).path()));
    }
}
