package io.emrops.testkit.sqlserver.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static final Answer FIRST = Answer.rowsAffected(1);
    private static final Answer SECOND = Answer.rowsAffected(2);
    private static final Answer THIRD = Answer.rowsAffected(3);

    private final Script script = new Script();

    private Optional<Answer> ask(String text) {
        return script.answerTo(Requests.batch(text));
    }

    @Test
    void the_rule_told_last_is_asked_first() {
        script.when(RequestPattern.any()).answer(FIRST);
        script.when(RequestPattern.startingWith("SELECT")).answer(SECOND);
        script.when(RequestPattern.text("SELECT 1")).answer(THIRD);

        assertThat(ask("select 1")).contains(THIRD);
        assertThat(ask("select 2")).contains(SECOND);
        assertThat(ask("update t")).contains(FIRST);
    }

    @Test
    void answers_come_in_turn_and_the_last_one_stays() {
        var rule = script.when(RequestPattern.any()).answer(FIRST, SECOND);

        assertThat(List.of(ask("a"), ask("a"), ask("a")))
                .containsExactly(Optional.of(FIRST), Optional.of(SECOND), Optional.of(SECOND));
        assertThat(rule.given()).isEqualTo(3);
    }

    @Test
    void a_rule_that_is_used_up_is_as_if_it_were_not_there() {
        script.when(RequestPattern.any()).answer(FIRST);
        script.when(RequestPattern.text("a")).answer(SECOND).times(2);

        assertThat(List.of(ask("a"), ask("b"), ask("a"), ask("a")))
                .containsExactly(Optional.of(SECOND), Optional.of(FIRST), Optional.of(SECOND), Optional.of(FIRST));
    }

    @Test
    void other_answers_begin_anew_in_the_same_place() {
        var rule = script.when(RequestPattern.text("a")).answer(FIRST).times(1);
        assertThat(ask("a")).contains(FIRST);
        assertThat(ask("a")).isEmpty();

        rule.answer(SECOND, THIRD);

        assertThat(ask("a")).contains(SECOND);
        assertThat(ask("a")).isEmpty();
    }

    @Test
    void looking_an_answer_up_does_not_use_it_up() {
        var rule = script.when(RequestPattern.any()).answer(FIRST, SECOND).times(2);

        assertThat(script.lookUp(Requests.batch("a"))).contains(FIRST);
        assertThat(script.lookUp(Requests.batch("a"))).contains(FIRST);
        assertThat(rule.given()).isZero();
        assertThat(ask("a")).contains(FIRST);
        assertThat(script.lookUp(Requests.batch("a"))).contains(SECOND);
        assertThat(ask("a")).contains(SECOND);
        assertThat(script.lookUp(Requests.batch("a"))).isEmpty();
    }

    @Test
    void a_rule_without_an_answer_is_none() {
        var rule = script.when(RequestPattern.any());

        assertThat(ask("a")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(rule::answer);
        assertThatIllegalArgumentException().isThrownBy(() -> rule.times(0));
    }

    @Test
    void a_cleared_script_knows_nothing() {
        script.when(RequestPattern.any()).answer(FIRST);

        script.clear();

        assertThat(ask("a")).isEmpty();
    }

    private record RuleOf(String text, int times, int answers) {}

    @Provide
    Arbitrary<List<RuleOf>> rules() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 3))
                .as(RuleOf::new)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<String>> questions() {
        return Arbitraries.of("a", "b", "c").list().ofMaxSize(25);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void each_text_has_a_stack_of_rules(
            @ForAll("rules") List<RuleOf> rules, @ForAll("questions") List<String> questions) {
        var scripted = new Script();
        var model = new HashMap<String, List<Answer>>();
        for (var rule : rules) {
            var answers = new Answer[rule.answers()];
            for (var i = 0; i < answers.length; i++) {
                answers[i] = Answer.rowsAffected(i);
            }
            scripted.when(RequestPattern.text(rule.text())).answer(answers).times(rule.times());
            var turns = new ArrayList<Answer>();
            for (var i = 0; i < rule.times(); i++) {
                turns.add(answers[Math.min(i, answers.length - 1)]);
            }
            model.computeIfAbsent(rule.text(), text -> new ArrayList<>()).addAll(0, turns);
        }

        for (var question : questions) {
            var left = model.getOrDefault(question, new ArrayList<>());
            var expected = left.isEmpty() ? Optional.<Answer>empty() : Optional.of(left.remove(0));
            assertThat(scripted.answerTo(Requests.batch(question))).isEqualTo(expected);
        }
    }

    @Test
    void several_threads_are_given_each_turn_once() throws Exception {
        var rule = script.when(RequestPattern.any()).answer(FIRST).times(1000);
        var threads = Executors.newFixedThreadPool(8);
        try {
            var asking = new ArrayList<Callable<Long>>();
            for (var i = 0; i < 8; i++) {
                asking.add(() -> {
                    var answered = 0L;
                    for (var j = 0; j < 200; j++) {
                        answered += ask("a").isPresent() ? 1 : 0;
                    }
                    return answered;
                });
            }
            var answered = 0L;
            for (var result : threads.invokeAll(asking)) {
                answered += result.get();
            }

            assertThat(answered).isEqualTo(1000);
            assertThat(rule.given()).isEqualTo(1000);
        } finally {
            threads.shutdownNow();
        }
    }
}
