package io.emrops.docker.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Some;
import io.emrops.network.Endpoint;
import io.emrops.testkit.FakeLoadBalancer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final Endpoint STRANGER = new Endpoint("10.0.0.9", 8080);

    private final FakeLoadBalancer edge = FakeLoadBalancer.of("edge").pool("api", 4);
    private final FakeLoadBalancer inner = FakeLoadBalancer.of("inner").pool("api", 6);
    private final List<Instance> there = new ArrayList<>();
    private final Memory memory = new Memory();
    private final Routes routes = routes(new Route("api", 8080, edge, "api"), new Route("api", 8080, inner, "api"));

    @Test
    void instances_are_servers_of_all_pools_of_their_service() throws Exception {
        var one = starts("one", 49_001);
        var two = starts("two", 49_002);

        routes.register("api", List.of(one, two));
        routes.register("api", List.of(one, two));

        assertThat(edge.serving("api")).containsExactly(at(49_001), at(49_002));
        assertThat(inner.serving("api")).containsExactly(at(49_001), at(49_002));
        assertThat(routes.serving("api", List.of(one, two))).isEqualTo(2);
        assertThat(routes.room("api")).isEqualTo(2);
        assertThat(routes.room("web")).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void a_port_of_all_addresses_is_reached_at_the_address_of_the_host() throws Exception {
        there.add(Some.instance("api")
                .id("one")
                .published(8080, "0.0.0.0", 49_001)
                .get());

        routes.register("api", there);

        assertThat(edge.serving("api")).containsExactly(at(49_001));
    }

    @Test
    void a_host_without_an_address_is_told_before_anything_is_done() {
        var lost = new Routes(
                List.of(new Route("api", 8080, edge, "api")),
                memory,
                service -> there,
                new RouteSettings("no-such-host.invalid", Duration.ZERO, Duration.ZERO));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(lost::requireAnswers)
                .withMessageContaining("no-such-host.invalid");
    }

    @Test
    void a_server_in_a_pool_that_is_not_ours_any_more_is_not_forgotten() throws Exception {
        var one = starts("one", 49_001);
        routes.register("api", there);
        there.remove(one);

        routes(new Route("api", 8080, inner, "api")).reconcile("api");
        assertThat(memory.ours()).hasSize(1);
        assertThat(edge.registered("api")).hasSize(1);

        routes.reconcile("api");
        assertThat(memory.ours()).isEmpty();
        assertThat(edge.registered("api")).isEmpty();
    }

    @Test
    void a_port_that_is_not_published_is_refused_before_anything_is_registered() {
        starts("one", 49_001);
        there.add(Some.instance("api")
                .id("two")
                .published(9090, "127.0.0.1", 49_002)
                .get());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> routes.register("api", there))
                .withMessageContaining("8080");

        assertThat(edge.registered("api")).isEmpty();
        assertThat(memory.ours()).isEmpty();
    }

    @Test
    void what_one_balancer_does_not_find_well_is_in_none_of_them() throws Exception {
        var one = starts("one", 49_001);
        routes.register("api", List.of(one));
        var two = starts("two", 49_002);
        inner.unwell(at(49_002));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> routes.register("api", List.of(one, two)));

        assertThat(edge.serving("api")).containsExactly(at(49_001));
        assertThat(inner.serving("api")).containsExactly(at(49_001));
    }

    @Test
    void who_goes_is_drained_before_and_those_who_stay_serve_on() throws Exception {
        var one = starts("one", 49_001);
        var two = starts("two", 49_002);
        routes.register("api", there);
        edge.sessions("api", at(49_001), 3);

        var cut = routes.withdraw("api", List.of(one), (done, total, what) -> edge.sessions("api", at(49_001), 1));

        assertThat(cut).isEqualTo(1);
        assertThat(edge.cutSessions()).isEqualTo(1);
        assertThat(edge.serving("api")).containsExactly(at(49_002));
        assertThat(inner.serving("api")).containsExactly(at(49_002));
        assertThat(edge.calls()).extracting(c -> c.method()).containsSubsequence("drain", "deregister");
        assertThat(memory.ours()).extracting(Registration::container).containsOnly(two.id());
    }

    @Test
    void an_instance_that_has_stopped_is_withdrawn_as_what_it_was_registered() throws Exception {
        var one = starts("one", 49_001);
        routes.register("api", there);
        stops(one);

        routes.withdraw("api", List.of(one), Progress.none());

        assertThat(edge.registered("api")).isEmpty();
        assertThat(memory.ours()).isEmpty();
    }

    @Test
    void the_port_of_one_that_has_stopped_may_be_that_of_another_by_now() throws Exception {
        var one = starts("one", 49_001);
        routes.register("api", there);
        stops(one);
        var two = starts("two", 49_001);
        routes.register("api", List.of(two));

        routes.withdraw("api", List.of(one), Progress.none());

        assertThat(edge.serving("api")).containsExactly(at(49_001));
    }

    @Test
    void a_server_of_ours_whose_instance_is_gone_goes_too_and_that_of_a_stranger_does_not() throws Exception {
        edge.alreadyRegistered("api", STRANGER);
        var one = starts("one", 49_001);
        routes.register("api", there);
        there.remove(one);
        starts("one", 49_101);

        routes.register("api", there);
        routes.reconcile("api");

        assertThat(edge.serving("api")).containsExactly(STRANGER, at(49_101));
        assertThat(inner.serving("api")).containsExactly(at(49_101));
        assertThat(memory.ours()).extracting(Registration::endpoint).containsOnly(at(49_101));
    }

    @Test
    void a_server_that_another_project_has_registered_by_now_is_left_to_it() throws Exception {
        var one = starts("one", 49_001);
        routes.register("api", there);
        there.remove(one);
        memory.others = List.of(new Registration("api", "fake-load-balancer/edge", "api", "other", at(49_001)));

        routes.reconcile("api");

        assertThat(edge.registered("api")).hasSize(1);
        assertThat(inner.registered("api")).isEmpty();
        assertThat(memory.ours()).isEmpty();
    }

    @Test
    void what_was_being_registered_when_the_balancer_was_lost_is_known_to_be_ours() throws Exception {
        var one = starts("one", 49_001);
        edge.loseConnectionAfter("register");

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> routes.register("api", there));
        there.remove(one);
        routes.reconcile("api");

        assertThat(edge.registered("api")).isEmpty();
    }

    @Test
    void a_service_behind_no_balancer_needs_none() throws Exception {
        var web = Some.instance("web").get();
        edge.goDown();

        routes.register("web", List.of(web));
        routes.withdraw("web", List.of(web), Progress.none());
        routes.reconcile("web");

        assertThat(edge.calls()).isEmpty();
    }

    @Test
    void what_is_remembered_is_read_back() {
        var some = List.of(
                new Registration("api", "haproxy/edge", "emr-api", "c1", at(49_001)),
                new Registration("web", "haproxy/edge", "emr-web", "c2", new Endpoint("::1", 80)));

        assertThat(Registration.parse(Registration.toJson(some))).isEqualTo(some);
        assertThat(Registration.parse("{\"format\":2}")).isEmpty();
        assertThat(Registration.parse("no JSON")).isEmpty();
    }

    private Routes routes(Route... behind) {
        var settings = new RouteSettings("localhost", Duration.ofSeconds(5), Duration.ofSeconds(5));
        return new Routes(
                List.of(behind),
                memory,
                service ->
                        there.stream().filter(i -> i.service().equals(service)).toList(),
                settings);
    }

    private Instance starts(String id, int port) {
        var instance =
                Some.instance("api").id(id).published(8080, "127.0.0.1", port).get();
        there.add(instance);
        return instance;
    }

    private void stops(Instance instance) {
        there.remove(instance);
        there.add(Some.instance("api").id(instance.id()).exited(0).get());
    }

    private static Endpoint at(int port) {
        return new Endpoint("127.0.0.1", port);
    }

    private static final class Memory implements RouteMemory {
        private List<Registration> ours = List.of();
        private List<Registration> others = List.of();

        @Override
        public List<Registration> ours() {
            return ours;
        }

        @Override
        public List<Registration> others() {
            return others;
        }

        @Override
        public void keep(Collection<Registration> all) {
            ours = List.copyOf(all);
        }
    }
}
