package io.emrops.testkit.engine;

import io.emrops.testkit.engine.Scenario.Fault;
import io.emrops.testkit.engine.Scenario.Shape;
import io.emrops.testkit.engine.Scenario.Spec;
import io.emrops.testkit.engine.Scenario.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of failure at every step, with undos that fail at none, one or two of the steps, in every style. */
@Timeout(120)
final class FailureMatrixTest {
    private static final List<Set<Integer>> UNDO_FAILURES =
            List.of(Set.of(), Set.of(0), Set.of(1), Set.of(2), Set.of(0, 1), Set.of(1, 2), Set.of(0, 2));

    @ParameterizedTest
    @EnumSource(Style.class)
    void in_a_sequence(Style style) throws Exception {
        for (var fault : Fault.values()) {
            matrix(
                    style,
                    fault,
                    UNDO_FAILURES,
                    steps -> steps.stream().<Shape>map(Shape.One::new).toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void among_the_items_of_a_fan_out(Style style) throws Exception {
        for (var fault : Fault.values()) {
            if (fault != Fault.SKIPPED) {
                matrix(
                        style,
                        fault,
                        List.of(Set.of(), Set.of(1), Set.of(0, 2)),
                        steps -> List.of(new Shape.Fan("fan", steps)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void in_branches(Style style) throws Exception {
        for (var fault : List.of(Fault.NONE, Fault.FAILED, Fault.PRECONDITION, Fault.UNKNOWN_GIVEN_UP)) {
            matrix(
                    style,
                    fault,
                    List.of(Set.of(), Set.of(1), Set.of(0, 2)),
                    steps -> List.of(new Shape.Sides(
                            "sides",
                            List.of(
                                    List.of(new Shape.One(steps.get(0)), new Shape.One(steps.get(1))),
                                    List.of(new Shape.One(steps.get(2)))))));
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void in_parts_and_included_runbooks(Style style) throws Exception {
        for (var fault : List.of(Fault.NONE, Fault.FAILED, Fault.PRECONDITION, Fault.UNKNOWN_GIVEN_UP)) {
            matrix(
                    style,
                    fault,
                    List.of(Set.of(), Set.of(1), Set.of(0, 2)),
                    steps -> List.of(
                            new Shape.Part("part", List.of(new Shape.One(steps.get(0)))),
                            new Shape.Included(
                                    "inner",
                                    List.of(
                                            new Shape.One(steps.get(1)),
                                            new Shape.Fan("fan", List.of(steps.get(2)))))));
        }
    }

    /** The styles side by side: the failing step has one, the finished ones another. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void behind_steps_of_another_style(Style style) throws Exception {
        for (var other : Style.values()) {
            for (var fault : List.of(Fault.FAILED, Fault.UNAVAILABLE)) {
                var steps = List.<Shape>of(
                        new Shape.One(new Spec("a", other, Fault.NONE, false)),
                        new Shape.One(new Spec("b", Style.UNDO, Fault.NONE, true)),
                        new Shape.One(new Spec("c", style, fault, false)));
                Scenarios.check(new Scenario(steps, false));
            }
        }
    }

    private static void matrix(
            Style style, Fault fault, List<Set<Integer>> undoFailures, Function<List<Spec>, List<Shape>> shape)
            throws Exception {
        for (int at = 0; at < 3; at++) {
            for (var failing : undoFailures) {
                var steps = new ArrayList<Spec>();
                for (int i = 0; i < 3; i++) {
                    var spec = new Spec("s" + i, style, i == at ? fault : Fault.NONE, failing.contains(i));
                    steps.add(spec);
                }
                Scenarios.check(new Scenario(shape.apply(steps), true));
            }
        }
    }
}
