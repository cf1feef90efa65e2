package io.emrops.testkit.engine;

import io.emrops.testkit.engine.Scenario.Fault;
import io.emrops.testkit.engine.Scenario.Shape;
import io.emrops.testkit.engine.Scenario.Spec;
import io.emrops.testkit.engine.Scenario.Style;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Runbooks made by chance, with failures by chance, held against the model. */
final class RandomFailuresTest {
    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void a_run_comes_to_what_the_model_says(@ForAll("scenarios") Scenario scenario) throws Exception {
        Scenarios.check(scenario);
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        return Combinators.combine(shapes(2).list().ofMinSize(1).ofMaxSize(5), Arbitraries.of(true, false, true))
                .as((shapes, endsBadly) -> new Scenario(named(shapes, ""), endsBadly));
    }

    private static Arbitrary<Shape> shapes(int depth) {
        Arbitrary<Shape> one = specs(true).map(Shape.One::new);
        Arbitrary<Shape> fan = specs(false).list().ofMinSize(1).ofMaxSize(4).map(items -> new Shape.Fan("", items));
        if (depth == 0) {
            return Arbitraries.frequencyOf(Tuple.of(4, one), Tuple.of(1, fan));
        }
        var inner =
                Arbitraries.lazy(() -> shapes(depth - 1)).list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.frequencyOf(
                Tuple.of(6, one),
                Tuple.of(2, fan),
                Tuple.of(1, inner.list().ofMinSize(1).ofMaxSize(3).map(branches -> new Shape.Sides("", branches))),
                Tuple.of(1, inner.map(shapes -> new Shape.Part("", shapes))),
                Tuple.of(1, inner.map(shapes -> new Shape.Included("", shapes))));
    }

    private static Arbitrary<Spec> specs(boolean mayBeSkipped) {
        var faults = Arbitraries.of(Fault.values()).filter(f -> mayBeSkipped || f != Fault.SKIPPED);
        var mostlyNone = Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just(Fault.NONE)), Tuple.of(1, faults));
        var style = Arbitraries.frequency(
                Tuple.of(4, Style.UNDO),
                Tuple.of(3, Style.ATTEMPT),
                Tuple.of(3, Style.BOTH),
                Tuple.of(2, Style.NOTHING),
                Tuple.of(1, Style.IRREVERSIBLE),
                Tuple.of(3, Style.COMPENSATION));
        var undoFails = Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
        return Combinators.combine(style, mostlyNone, undoFails)
                .as((how, fault, fails) -> new Spec("", how, fault, fails));
    }

    /** Gives every piece an id of its own; the items of a fan-out share a style and at most one policy for doubt. */
    private static List<Shape> named(List<Shape> shapes, String prefix) {
        var named = new ArrayList<Shape>();
        for (int i = 0; i < shapes.size(); i++) {
            var id = prefix + "n" + i;
            var shape = shapes.get(i);
            if (shape instanceof Shape.One one) {
                named.add(new Shape.One(rename(one.spec(), id, one.spec())));
            } else if (shape instanceof Shape.Fan fan) {
                named.add(new Shape.Fan(id, items(fan.items())));
            } else if (shape instanceof Shape.Sides sides) {
                named.add(new Shape.Sides(
                        id, sides.branches().stream().map(b -> named(b, "")).toList()));
            } else if (shape instanceof Shape.Part part) {
                named.add(new Shape.Part(id, named(part.shapes(), "")));
            } else {
                named.add(new Shape.Included(id, named(((Shape.Included) shape).shapes(), "")));
            }
        }
        return named;
    }

    private static List<Spec> items(List<Spec> items) {
        var named = new ArrayList<Spec>();
        var fault = Fault.NONE;
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var own = fault == Fault.NONE ? item : item.failing(Fault.NONE);
            fault = fault == Fault.NONE ? own.fault() : fault;
            named.add(rename(own, "i" + i, items.get(0)));
        }
        return named;
    }

    private static Spec rename(Spec spec, String id, Spec styled) {
        return new Spec(id, styled.style(), spec.fault(), spec.undoFails());
    }
}
