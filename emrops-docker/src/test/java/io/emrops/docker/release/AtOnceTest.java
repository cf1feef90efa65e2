package io.emrops.docker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeArguments;
import io.emrops.docker.engine.Containers;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.engine.Some;
import io.emrops.docker.route.Registration;
import io.emrops.docker.route.Route;
import io.emrops.docker.route.RouteMemory;
import io.emrops.docker.route.RouteSettings;
import io.emrops.docker.route.Routes;
import io.emrops.network.Endpoint;
import io.emrops.testkit.FakeLoadBalancer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AtOnceTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final FakeLoadBalancer edge = FakeLoadBalancer.of("edge").pool("api", 3);
    private final List<Instance> there = new ArrayList<>();
    private final EngineConnection engine = EngineConnection.at("unix:///nowhere");
    private final Routes routes = new Routes(
            List.of(new Route("api", 8080, edge, "api")),
            new Memory(),
            service -> List.copyOf(there),
            new RouteSettings("docker01", SHORT, SHORT));
    private final AtOnce atOnce = new AtOnce(
            () -> Instances.of(there),
            new Compose(
                    engine,
                    () -> {
                        throw new AssertionError("Compose is not needed");
                    },
                    new ComposeArguments("p", List.of(Path.of("unused.yml"))),
                    Path.of("none.yml"),
                    Map.of(),
                    line -> {}),
            new Health(engine, "p", Set.of(), SHORT),
            routes,
            new Retirement(routes, new Containers(engine)));

    @Test
    void ports_of_before_a_restart_of_the_engine_make_room_for_those_of_now() throws Exception {
        runsAt(49_001, 49_002);
        atOnce.register(Map.of("api", 2));

        runsAt(49_101, 49_102);
        atOnce.register(Map.of("api", 2));

        assertThat(edge.serving("api"))
                .containsExactly(new Endpoint("127.0.0.1", 49_101), new Endpoint("127.0.0.1", 49_102));
    }

    private void runsAt(int... ports) {
        there.clear();
        for (var port : ports) {
            var number = there.size() + 1;
            there.add(Some.instance("api")
                    .id("id" + number)
                    .number(number)
                    .published(8080, "127.0.0.1", port)
                    .get());
        }
    }

    private static final class Memory implements RouteMemory {
        private List<Registration> ours = List.of();

        @Override
        public List<Registration> ours() {
            return ours;
        }

        @Override
        public List<Registration> others() {
            return List.of();
        }

        @Override
        public void keep(Collection<Registration> all) {
            ours = List.copyOf(all);
        }
    }
}
