package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.testkit.Engines.EngineProbe;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EnginesTest {
    private static final EngineProbe THERE = Optional::empty;
    private static final EngineProbe ABSENT = () -> Optional.of("nobody is home");

    private final Engines engines = new Engines(Map.of(), Map.of("docker", ABSENT, "redis", THERE));

    @Test
    void a_test_runs_where_its_engines_are() {
        assertThat(engines.decide("redis").isDisabled()).isFalse();
        assertThat(engines.decide().isDisabled()).isFalse();
    }

    @Test
    void a_test_is_skipped_with_a_reason_where_an_engine_is_absent() {
        var decision = engines.decide("redis", "docker");

        assertThat(decision.isDisabled()).isTrue();
        assertThat(decision.getReason()).contains("docker is not there: nobody is home");
    }

    @Test
    void an_engine_that_must_be_there_and_is_not_fails_the_test() {
        var strict = new Engines(Map.of("EMROPS_REQUIRE", "redis, docker"), Map.of("docker", ABSENT, "redis", THERE));

        assertThat(strict.decide("redis").isDisabled()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> strict.decide("redis", "docker"))
                .withMessageContaining("docker must be there")
                .withMessageContaining("nobody is home");
    }

    @Test
    void a_required_engine_fails_the_test_even_if_another_that_is_not_required_is_absent() {
        var strict = new Engines(Map.of("EMROPS_REQUIRE", "docker"), Map.of("docker", ABSENT, "redis", ABSENT));

        assertThatIllegalStateException().isThrownBy(() -> strict.decide("redis", "docker"));
        assertThat(strict.decide("redis").isDisabled()).isTrue();
    }

    @Test
    void a_probe_that_fails_has_found_nothing() {
        var failing = new Engines(Map.of(), Map.of("docker", () -> {
            throw new IOException("connection refused");
        }));

        assertThat(failing.decide("docker").getReason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("connection refused"));
    }

    @Test
    void an_engine_is_looked_for_once() {
        var looks = new AtomicInteger();
        var counting = new Engines(Map.of(), Map.of("docker", () -> {
            looks.incrementAndGet();
            return Optional.of("absent");
        }));

        counting.decide("docker");
        counting.decide("docker");

        assertThat(looks).hasValue(1);
    }

    @Test
    void a_misspelt_engine_is_no_reason_to_skip() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engines.decide("dokcer"))
                .withMessageContaining("[docker, redis]");
    }

    @Test
    void the_annotation_is_read_from_methods_and_inherited_by_classes() throws Exception {
        var condition = new RequiresEngineCondition(engines);
        var method = Annotated.class.getDeclaredMethod("needsDocker");

        assertThat(condition.evaluate(Optional.of((AnnotatedElement) method)).isDisabled())
                .isTrue();
        assertThat(condition.evaluate(Optional.of((AnnotatedElement) Sub.class)).isDisabled())
                .isTrue();
        assertThat(condition
                        .evaluate(Optional.of((AnnotatedElement) EnginesTest.class))
                        .isDisabled())
                .isFalse();
    }

    @RequiresEngine({"redis", "docker"})
    private static class Annotated {
        @RequiresEngine("docker")
        void needsDocker() {}
    }

    private static final class Sub extends Annotated {}
}
