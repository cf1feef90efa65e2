package io.emrops.docker.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.ApiVersion;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.metrics.InstanceMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the statistics of many containers at once. An engine measures each second, and processors over the time between two measurements; so what was
 * measured last is kept, and one measurement more is enough if that is neither too young nor too old.
 */
final class Sampler {
    /** So many answers are awaited at a time: each takes a second, so that a second lot doubles the time. */
    private static final int AT_ONCE = 128;

    /** These come at once, and over connections that others need too. */
    private static final int DESCRIBED_AT_ONCE = 16;

    private static final int PATIENCE_SECONDS = 30;
    private static final ApiVersion ONE_SHOT = ApiVersion.parse("1.41");
    private static final long YOUNG = Duration.ofMillis(500).toNanos();
    private static final long OLD = Duration.ofMinutes(1).toNanos();

    private final EngineConnection engine;
    private final Map<String, Kept> last = new ConcurrentHashMap<>();

    Sampler(EngineConnection engine) {
        this.engine = engine;
    }

    private record Kept(Stats stats, long nanos) {}

    /**
     * What the engine has told of a container.
     *
     * @param nanos when
     */
    record Answer(int status, JsonNode json, long nanos) {}

    /** Has the engine begin; what it tells is fetched afterwards. */
    Asked ask(List<String> ids) {
        last.keySet().retainAll(ids);
        var oneShot = engine.ask("tell its version", engine::api).compareTo(ONE_SHOT) >= 0;
        return new Asked(ids, oneShot);
    }

    private static ExecutorService threads(int count) {
        return Executors.newFixedThreadPool(count, work -> {
            var thread = new Thread(work, "emrops-docker-stats");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Questions that were put and not yet answered. */
    final class Asked implements AutoCloseable {
        private final DockerHttpClient http;
        private final ExecutorService threads;
        private final ExecutorService describing;
        private final Map<String, Future<Answer>> answers = new HashMap<>();
        private final Map<String, Future<Optional<Container>>> descriptions = new LinkedHashMap<>();
        private final Map<String, Kept> before = new HashMap<>();

        private Asked(List<String> ids, boolean oneShot) {
            var atOnce = Math.max(1, Math.min(AT_ONCE, ids.size()));
            http = engine.ask("answer", engine::forManyQuestions);
            threads = threads(atOnce);
            describing = threads(Math.min(atOnce, DESCRIBED_AT_ONCE));
            for (var id : ids) {
                var kept = usable(last.get(id));
                kept.ifPresent(known -> before.put(id, known));
                var path = "/containers/" + id + "/stats?stream=false"
                        + (oneShot && kept.isPresent() ? "&one-shot=true" : "");
                answers.put(id, threads.submit(() -> answer(path)));
            }
            ids.forEach(id -> descriptions.put(id, describing.submit(() -> Container.find(engine, id))));
        }

        /** What all of them use, but for those that were removed meanwhile; waits for it. */
        List<InstanceMetrics> all() throws InterruptedException {
            var all = new ArrayList<InstanceMetrics>();
            for (var description : descriptions.values()) {
                var container = await(description);
                if (container.isPresent()) {
                    measured(container.get()).ifPresent(all::add);
                }
            }
            return all;
        }

        private static Optional<Kept> usable(@Nullable Kept kept) {
            return Optional.ofNullable(kept).filter(known -> {
                var age = System.nanoTime() - known.nanos();
                return age >= YOUNG && age <= OLD;
            });
        }

        private Answer answer(String path) {
            try (var response = engine.get(http, path)) {
                return new Answer(response.getStatusCode(), EngineConnection.json(response), System.nanoTime());
            }
        }

        /**
         * What a container uses; waits for it.
         *
         * @return empty if it was removed meanwhile
         */
        Optional<InstanceMetrics> measured(Container container) throws InterruptedException {
            var id = container.id();
            var answer = await(Objects.requireNonNull(answers.get(id), id));
            if (answer.status() >= 400) {
                return ended(id, answer.status());
            }
            var stats = Stats.of(answer.json());
            stats.ifPresent(known -> last.put(id, new Kept(known, answer.nanos())));
            var kept = before.get(id);
            var earlier = Optional.ofNullable(kept)
                    .map(Kept::stats)
                    .or(() -> Stats.before(answer.json()))
                    .filter(known -> known.isSince(container.state().startedAt()))
                    .orElse(null);
            return Optional.of(new InstanceMetrics(
                    container.instance(),
                    container.state(),
                    stats.map(known -> known.usage(container.limits(), earlier)),
                    stats.isPresent() ? Duration.ofNanos(System.nanoTime() - answer.nanos()) : Duration.ZERO));
        }

        private <T> T await(Future<T> asked) throws InterruptedException {
            try {
                return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new TargetUnavailableException(
                        "The Docker engine did not answer within " + PATIENCE_SECONDS + " s", e);
            } catch (ExecutionException e) {
                return engine.ask("tell its statistics", () -> {
                    throw e.getCause() instanceof RuntimeException known
                            ? known
                            : new IllegalStateException(e.getCause());
                });
            }
        }

        /** A container that ends in between may be an error to the engine. */
        private Optional<InstanceMetrics> ended(String id, int status) {
            var now = Container.find(engine, id);
            if (now.filter(found -> found.state().running()).isPresent()) {
                throw new TargetUnavailableException(
                        "The Docker engine did not tell the statistics of a container: HTTP " + status);
            }
            return now.map(
                    found -> new InstanceMetrics(found.instance(), found.state(), Optional.empty(), Duration.ZERO));
        }

        /** Ends what is still awaited. */
        @Override
        public void close() {
            threads.shutdownNow();
            describing.shutdownNow();
        }
    }
}
