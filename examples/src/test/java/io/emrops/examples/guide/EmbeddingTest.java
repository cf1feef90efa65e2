package io.emrops.examples.guide;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.Items;
import io.emrops.Report;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.event.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Timeout(60)
final class EmbeddingTest {
    private static final Map<String, Integer> COUNTED = new ConcurrentHashMap<>();

    @TempDir
    private Path directory;

    private static Runbook told() {
        return Runbook.define("told", "Tell the wards", rb -> rb.manual("told", "The wards were told"));
    }

    // tag::service[]
    /** Owns the engine of an application. */
    static final class Operations implements AutoCloseable {
        private final Map<String, Runbook> runbooks;
        private final Engine engine;

        Operations(Path directory, Authorizer authorizer, Map<String, Runbook> runbooks, RunListener listener) {
            this.runbooks = runbooks;
            this.engine = Emrops.builder(directory)
                    .authorizer(authorizer)
                    .listener(listener)
                    .build();
            engine.runs().stream()
                    .flatMap(run -> run.known().stream())
                    .filter(Operations::isOpen)
                    .forEach(run -> {
                        engine.resume(runbooks.get(run.runbookId()), run.runId());
                    });
        }

        private static boolean isOpen(RunInfo.Known run) {
            return !run.state().ended();
        }

        /** Gives the id of the run, to ask for later. */
        String start(String runbookId, RunRequest request) {
            return engine.start(runbooks.get(runbookId), request).id();
        }

        void answer(String runId, String step, Answer answer) {
            engine.run(runId).orElseThrow().answer(step, answer);
        }

        RunState state(String runId) {
            return engine.report(runId).state();
        }

        /** Lets bodies come to their end; runs go on when the next process resumes them. */
        @Override
        public void close() {
            engine.close();
        }
    }
    // end::service[]

    private Operations operations() {
        return new Operations(directory, Authorizer.anybody(), Map.of("told", told()), event -> {});
    }

    @Test
    void a_service_restarts_in_the_middle_of_a_run() throws Exception {
        String runId;
        try (var operations = operations()) {
            runId = operations.start("told", RunRequest.by("m.meier"));
            org.awaitility.Awaitility.await().until(() -> operations.state(runId) == RunState.WAITING);
        }

        try (var operations = operations()) {
            org.awaitility.Awaitility.await()
                    .until(() -> !operations
                            .engine
                            .run(runId)
                            .orElseThrow()
                            .questions()
                            .isEmpty());
            operations.answer(runId, "told", Answer.confirm("m.meier"));
            org.awaitility.Awaitility.await().until(() -> operations.state(runId) == RunState.SUCCEEDED);
        }
    }

    // tag::in-memory[]
    /** Reads into the caches what the wards ask for first; harmless if it is done twice. */
    static final class WarmUp implements AutoCloseable {
        private final Engine engine = Emrops.inMemory().build();
        private final Runbook runbook;

        WarmUp(List<String> wards, Consumer<String> load) {
            this.runbook = Runbook.define("warm-up", "Warm the caches up", rb -> {
                rb.lock("caches");
                rb.forEach("load", "Load {item}", Items.of(wards, ward -> ward), (run, ward) -> load.accept(ward))
                        .nothingToUndo("a cache is no record of anything");
            });
        }

        Report run() throws InterruptedException {
            return engine.start(runbook, RunRequest.by("scheduler")).await();
        }

        /** What the last hundred came to. */
        List<RunInfo> history() {
            return engine.runs();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
    // end::in-memory[]

    @Test
    void an_engine_in_memory_remembers_the_runs_of_its_process() throws Exception {
        var loaded = Collections.synchronizedList(new ArrayList<String>());
        try (var warmUp = new WarmUp(List.of("icu", "er"), loaded::add)) {
            warmUp.run().orThrow();
            warmUp.run().orThrow();

            assertThat(loaded).containsExactly("icu", "er", "icu", "er");
            assertThat(warmUp.history()).hasSize(2).allMatch(run -> run.known().isPresent());
        }
        try (var next = new WarmUp(List.of("icu"), loaded::add)) {
            assertThat(next.history()).isEmpty();
        }
    }

    // tag::application[]
    @Configuration
    @Import(EmropsConfiguration.class)
    static class HospitalApplication {
        @Bean
        Runbook tellTheWards() {
            return Runbook.define("told", "Tell the wards", rb -> rb.manual("told", "The wards were told"));
        }

        @Bean
        Authorizer authorizer() { // in earnest: the groups of the application's login
            return Authorizer.group(Authorizer.OPERATORS, "m.meier");
        }

        @Bean
        RunListener logging() { // in earnest: registry.counter(name, "of", of).increment()
            return new LoggingListener((name, of) -> COUNTED.merge(name, 1, Integer::sum));
        }
    }
    // end::application[]

    private ConfigurableApplicationContext boot() {
        return new SpringApplicationBuilder(HospitalApplication.class)
                .web(WebApplicationType.NONE)
                .properties("emrops.directory=" + directory, "spring.main.banner-mode=off")
                .run();
    }

    @Test
    void a_spring_boot_application_goes_on_with_the_runs_of_the_last_one() throws Exception {
        String runId;
        try (var context = boot()) {
            var run = context.getBean(Engine.class).start(context.getBean(Runbook.class), RunRequest.by("m.meier"));
            runId = run.id();
            assertThat(run.awaitState(s -> s == RunState.WAITING, ofSeconds(20)))
                    .isTrue();
        }

        try (var context = boot()) {
            var run = context.getBean(Engine.class).run(runId).orElseThrow();
            assertThat(run.awaitState(s -> s == RunState.WAITING, ofSeconds(20)))
                    .isTrue();
            run.answer("told", Answer.confirm("m.meier"));
            assertThat(run.await().succeeded()).isTrue();
        }
        assertThat(COUNTED).containsEntry("emrops.started", 1);
        assertThat(List.copyOf(COUNTED.keySet())).contains("emrops.ended");
    }
}
