package io.emrops.docker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.docker.EngineStandIn;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeArguments;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Some;
import io.emrops.docker.image.Images;
import io.emrops.docker.route.RouteSettings;
import io.emrops.docker.route.RouteStore;
import io.emrops.docker.route.Routes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CurrentReleaseTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String KEY = "run/deploy#1";

    private final EngineStandIn standIn = new EngineStandIn();
    private final EngineConnection engine = EngineConnection.at(standIn.host());
    private final ReleaseStore store = new ReleaseStore(engine, "p");
    private final CurrentRelease current = new CurrentRelease(
            engine,
            new Images(engine),
            store,
            new Settings(
                    "V",
                    Map.of(),
                    new Compose(
                            engine,
                            () -> {
                                throw new AssertionError("Compose is not needed");
                            },
                            new ComposeArguments("p", List.of(Path.of("unused.yml"))),
                            Path.of("none.yml"),
                            Map.of(),
                            line -> {})),
            new Health(engine, "p", Set.of("migrate"), SHORT),
            new Routes(List.of(), new RouteStore(engine, "p"), s -> List.of(), new RouteSettings("h", SHORT, SHORT)));

    CurrentReleaseTest() throws IOException {}

    @AfterEach
    void close() {
        engine.close();
        standIn.close();
    }

    @Test
    void what_has_only_just_been_started_and_has_no_health_check_is_not_found_yet() {
        rolledOut("api");
        var now = engine.now();
        var api = Some.instance("api");

        assertThat(current.find(KEY, Some.instances(api.startedAt(now).get()))).isEmpty();
        assertThat(current.find(
                        KEY, Some.instances(api.startedAt(now.minusSeconds(2)).get())))
                .isPresent();
        assertThat(current.find(
                        KEY, Some.instances(api.startedAt(now).health("healthy").get())))
                .isPresent();
    }

    @Test
    void what_does_its_work_and_ends_need_not_run_on() {
        rolledOut("migrate");
        var migrate = Some.instance("migrate").startedAt(engine.now());

        assertThat(current.find(KEY, Some.instances(migrate.get()))).isPresent();
        assertThat(current.find(KEY, Some.instances(migrate.exited(0).get()))).isPresent();
    }

    private void rolledOut(String service) {
        var release = new Release(
                "1.0.0", List.of(new Service(service, "emr/api:1.0.0", "sha256:aa", 1)), Map.of(), Instant.EPOCH);
        store.write(new ReleaseRecord(KEY, release, Map.of(service, "sha256:aa")));
    }
}
