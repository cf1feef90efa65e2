package io.emrops.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer;
import io.emrops.network.PoolServer.Admission;
import io.emrops.network.PoolServer.Health;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real HAProxy does with the people's requests while its servers change. */
@RequiresEngine("haproxy")
@Timeout(120)
class HaProxyIT {
    private static final String POOL = HaProxyProcess.POOL;
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<TestServer> servers = new ArrayList<>();
    private HaProxyProcess haproxy;
    private HaProxy balancer;

    @BeforeEach
    void start() throws Exception {
        haproxy = HaProxyProcess.in(directory);
        balancer = haproxy.connect().build();
        for (var i = 0; i < 4; i++) {
            servers.add(new TestServer());
        }
    }

    @AfterEach
    void stop() throws Exception {
        servers.forEach(TestServer::close);
        haproxy.close();
    }

    private Endpoint at(int server) {
        return servers.get(server).endpoint();
    }

    private PoolServer the(int server) {
        return balancer.servers(POOL).stream()
                .filter(s -> s.endpoint().equals(at(server)))
                .findFirst()
                .orElseThrow();
    }

    private void requireNothingLost(Load load) {
        assertThat(load.failures()).as(() -> haproxy.log()).isEmpty();
    }

    @Test
    void nobody_is_sent_to_a_server_that_its_check_has_not_found_well() throws Exception {
        balancer.register(POOL, List.of(at(0), at(1), at(2)), LONG);
        // The slots remember that their last servers were well.
        balancer.deregister(POOL, List.of(at(1), at(2)));
        servers.get(3).turnUnwell();

        try (var load = Load.on(haproxy.port())) {
            load.await(50);
            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> balancer.register(POOL, List.of(at(3)), Duration.ofSeconds(4)))
                    .withMessageContaining(at(3) + " (DOWN L7STS/503)");
            load.await(50);
            requireNothingLost(load);
            assertThat(servers.get(3).requests()).isZero();

            var becomesWell = new Thread(() -> {
                while (balancer.servers(POOL).size() < 2) {
                    Thread.onSpinWait();
                }
                servers.get(3).turnWell();
            });
            becomesWell.start();
            balancer.register(POOL, List.of(at(3)), LONG);
            becomesWell.join();
            load.await(50);
            requireNothingLost(load);
            assertThat(servers.get(3).requests()).isPositive();
        }
    }

    @Test
    void servers_are_replaced_under_load_and_no_request_is_lost() throws Exception {
        balancer.register(POOL, List.of(at(0), at(1)), LONG);

        try (var load = Load.on(haproxy.port())) {
            for (var round = 0; round < 5; round++) {
                for (var server = 0; server < 3; server++) {
                    var next = (server + 2) % 3;
                    load.await(10);
                    balancer.register(POOL, List.of(at(next)), LONG);
                    assertThat(balancer.drain(POOL, List.of(at(server)), LONG, Progress.none()))
                            .isZero();
                    balancer.deregister(POOL, List.of(at(server)));
                }
            }
            load.await(10);
            requireNothingLost(load);
        }
    }

    @Test
    void a_server_in_maintenance_comes_back_by_its_check_alone() throws Exception {
        balancer.register(POOL, List.of(at(0), at(1)), LONG);
        haproxy.say("set server " + POOL + "/" + the(1).name() + " state maint");
        servers.get(1).turnUnwell();

        try (var load = Load.on(haproxy.port())) {
            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> balancer.register(POOL, List.of(at(1)), Duration.ofSeconds(1)));
            load.await(20);
            requireNothingLost(load);
        }

        assertThat(the(1).admission()).isEqualTo(Admission.MAINTENANCE);
    }

    @Test
    void a_reload_under_load_loses_neither_servers_nor_requests() throws Exception {
        balancer.register(POOL, List.of(at(0), at(1), at(2)), LONG);
        balancer.weight(POOL, at(1), 7);
        balancer.drain(POOL, List.of(at(2)), LONG, Progress.none());
        balancer.register(HaProxyProcess.UNCHECKED, List.of(at(3)), LONG);
        var before = places();
        var pid = pid();

        try (var load = Load.on(haproxy.port())) {
            for (var i = 0; i < 3; i++) {
                load.await(30);
                balancer.reload(LONG);
            }
            load.await(30);
            requireNothingLost(load);
        }

        assertThat(pid()).isNotEqualTo(pid);
        assertThat(places()).isEqualTo(before).hasSize(3);
        assertThat(balancer.servers(HaProxyProcess.UNCHECKED))
                .allMatch(PoolServer::serves)
                .hasSize(1);
        assertThat(balancer.target().identity()).isEqualTo("edge1 " + haproxy.socket());
        balancer.register(POOL, List.of(at(0), at(1), at(2)), LONG);
        assertThat(balancer.servers(POOL)).allMatch(PoolServer::serves);
    }

    /** Not the health: the first checks of a new process are on their way. */
    private List<String> places() {
        return balancer.servers(POOL).stream()
                .map(s -> s.name() + " " + s.endpoint() + " " + s.admission() + " " + s.weight())
                .toList();
    }

    private long pid() {
        return Info.parse(haproxy.say("show info")).pid();
    }

    @Test
    void a_configuration_with_a_fault_is_refused_and_the_servers_go_on() throws Exception {
        balancer.register(POOL, List.of(at(0)), LONG);
        haproxy.configure(haproxy.configuration() + "\nbogus\n");

        try (var load = Load.on(haproxy.port())) {
            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> balancer.reload(LONG))
                    .withMessageContaining("does not take its configuration");
            load.await(20);
            haproxy.configure(haproxy.configuration());
            balancer.reload(LONG);
            load.await(20);
            requireNothingLost(load);
        }

        assertThat(places()).singleElement().asString().startsWith("s1 " + at(0));
    }

    @Test
    void a_reload_that_loses_servers_is_told() throws Exception {
        balancer.register(POOL, List.of(at(0)), LONG);
        haproxy.configure(haproxy.configuration().replace("load-server-state-from-file global", ""));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> balancer.reload(LONG))
                .withMessageContaining("[emrnext-api/s1]");

        assertThat(balancer.servers(POOL)).isEmpty();
    }

    @Test
    void a_reload_that_leaves_a_server_without_its_slot_is_told() throws Exception {
        balancer.register(POOL, List.of(at(0), at(1)), LONG);
        haproxy.configure(haproxy.configuration().replace("server-template s 3", "server-template s 1"));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> balancer.reload(LONG))
                .withMessageContaining("[emrnext-api/s2]");
    }

    @Test
    void draining_waits_for_the_sessions_of_the_worker_before_a_reload() throws Exception {
        balancer.register(POOL, List.of(at(0), at(1)), LONG);
        var person = Executors.newSingleThreadExecutor();
        try {
            var answer = person.submit(() -> Load.get(haproxy.port(), "/hold", "X-Slot: " + the(0).name() + "\r\n"));
            while (the(0).sessions() == 0) {
                Thread.onSpinWait();
            }
            balancer.reload(LONG);
            var before = the(0);

            var open = balancer.drain(POOL, List.of(at(0)), Duration.ofMillis(200), Progress.none());
            var reports = new ArrayList<Long>();
            var left = balancer.drain(POOL, List.of(at(0)), LONG, (done, total, what) -> {
                reports.add(total - done);
                servers.get(0).letGo();
            });

            assertThat(before.sessions()).isEqualTo(1);
            assertThat(open).isEqualTo(1);
            assertThat(reports).startsWith(1L);
            assertThat(left).isZero();
            assertThat(answer.get()).contains("200");
        } finally {
            person.shutdownNow();
        }
    }

    @Test
    void a_reload_without_a_state_file_or_a_master_is_refused() throws Exception {
        var pid = pid();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> HaProxy.at(haproxy.socket()).build().reload(LONG));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> HaProxy.at(haproxy.socket())
                        .stateFile(haproxy.stateFile())
                        .build()
                        .reload(LONG));

        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void a_reload_by_somebody_else_keeps_the_servers_too() throws Exception {
        balancer.register(POOL, List.of(at(0), at(1)), LONG);
        balancer.deregister(POOL, List.of(at(0)));
        balancer.weight(POOL, at(1), 9);

        haproxy.kill();
        haproxy.start();

        assertThat(balancer.servers(POOL)).extracting(PoolServer::endpoint).containsExactly(at(1));
        assertThat(the(1).weight()).isEqualTo(9);
        balancer.register(POOL, List.of(at(1)), LONG);
        assertThat(the(1).serves()).isTrue();
    }

    @Test
    void a_state_that_cannot_be_kept_stops_the_change_before_it_is_made() throws Exception {
        var file = directory.resolve("nowhere").resolve("state");
        var forgetful = HaProxy.at(haproxy.socket()).stateFile(file).build();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> forgetful.register(POOL, List.of(at(0)), LONG));

        assertThat(balancer.servers(POOL)).isEmpty();
        try (var files = Files.list(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".new"));
        }
    }

    @Test
    void a_state_that_cannot_be_kept_any_more_takes_the_new_server_out_again() throws Exception {
        var place = Files.createDirectory(directory.resolve("elsewhere"));
        var forgetful =
                HaProxy.at(haproxy.socket()).stateFile(place.resolve("state")).build();
        servers.get(0)
                .onCheck(() -> place.toFile().renameTo(directory.resolve("gone").toFile()));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> forgetful.register(POOL, List.of(at(0)), LONG))
                .withMessageContaining("cannot be written to " + place.resolve("state"));

        assertThat(balancer.servers(POOL)).isEmpty();
    }

    @Test
    void an_interrupt_does_not_stop_what_takes_no_time_and_stays() throws Exception {
        balancer.register(POOL, List.of(at(0)), LONG);

        Thread.currentThread().interrupt();
        balancer.weight(POOL, at(0), 9);
        balancer.deregister(POOL, List.of(at(0)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(balancer.servers(POOL)).isEmpty();
        assertThat(haproxy.stateFile()).content().doesNotContain(" " + at(0).port() + " ");
    }

    @Test
    void an_interrupt_while_a_server_becomes_well_takes_it_out_again() throws Exception {
        servers.get(0).turnUnwell();
        var waiting = Thread.currentThread();
        servers.get(0).onCheck(waiting::interrupt);

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> balancer.register(POOL, List.of(at(0)), LONG));

        servers.get(0).onCheck(() -> {});
        Thread.interrupted();
        assertThat(balancer.servers(POOL)).isEmpty();
    }

    @Test
    void a_server_without_checks_is_unchecked_and_serves_at_once() throws Exception {
        balancer.register(HaProxyProcess.UNCHECKED, List.of(at(0)), LONG);

        assertThat(balancer.servers(HaProxyProcess.UNCHECKED)).singleElement().satisfies(server -> {
            assertThat(server.health()).isEqualTo(Health.UNCHECKED);
            assertThat(server.serves()).isTrue();
            assertThat(server.weight()).isEqualTo(10);
        });
    }

    @Test
    void a_check_that_somebody_has_paused_is_resumed_for_the_next_server() throws Exception {
        haproxy.say("disable health " + POOL + "/s1");
        servers.get(0).turnUnwell();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> balancer.register(POOL, List.of(at(0)), Duration.ofSeconds(1)));
    }

    @Test
    void a_socket_that_may_only_look_changes_nothing() throws Exception {
        balancer.register(POOL, List.of(at(0)), LONG);
        var onlooker = HaProxy.at(haproxy.userSocket()).build();

        assertThat(onlooker.servers(POOL)).isEqualTo(balancer.servers(POOL));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> onlooker.register(POOL, List.of(at(1)), LONG))
                .withMessageContaining("Permission denied");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> onlooker.drain(POOL, List.of(at(0)), LONG, Progress.none()));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> onlooker.deregister(POOL, List.of(at(0))));
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> onlooker.weight(POOL, at(0), 3));

        assertThat(balancer.servers(POOL)).singleElement().matches(PoolServer::serves);
    }

    @Test
    void names_are_refused_and_no_name_of_a_pool_ends_a_command() {
        var name = List.of(new Endpoint("localhost", 8080));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> balancer.register(POOL, name, LONG));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> balancer.drain(POOL, name, LONG, Progress.none()));
        for (var pool : List.of("a;disable frontend all", "a\nb", "a/b", "#2", "", "a b")) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> balancer.servers(pool));
        }
        assertThat(haproxy.say("show stat all 1 -1")).contains(",OPEN,");
    }

    @Test
    void an_address_of_ipv6_is_known_in_all_its_writings() throws Exception {
        balancer.register(HaProxyProcess.UNCHECKED, List.of(new Endpoint("0:0:0:0:0:0:0:1", 8080)), LONG);

        assertThat(balancer.servers(HaProxyProcess.UNCHECKED))
                .extracting(PoolServer::endpoint)
                .containsExactly(new Endpoint("::1", 8080));
        balancer.deregister(HaProxyProcess.UNCHECKED, List.of(new Endpoint("::1", 8080)));
        assertThat(balancer.room(HaProxyProcess.UNCHECKED)).isEqualTo(2);
    }

    /** Two sockets of one HAProxy: neither knows that the other one is used by the same process, and waits for it. */
    @Test
    void servers_that_come_at_once_do_not_take_the_same_slot() throws Exception {
        var strangers = List.of(
                balancer,
                HaProxy.at("127.0.0.1", haproxy.adminPort()).build(),
                HaProxy.at(directory.resolve("../" + directory.getFileName() + "/admin.sock"))
                        .build());
        var together = new CyclicBarrier(3);
        var threads = Executors.newFixedThreadPool(3);
        try {
            for (var round = 0; round < 20; round++) {
                var registered = new ArrayList<Future<?>>();
                for (var i = 0; i < 3; i++) {
                    var server = i;
                    registered.add(threads.submit(() -> {
                        together.await();
                        strangers.get(server).register(POOL, List.of(at(server)), LONG);
                        return null;
                    }));
                }
                for (var each : registered) {
                    each.get();
                }
                assertThat(balancer.servers(POOL))
                        .as("round " + round)
                        .allMatch(PoolServer::serves)
                        .extracting(PoolServer::endpoint)
                        .containsExactlyInAnyOrder(at(0), at(1), at(2));
                balancer.deregister(POOL, List.of(at(0), at(1), at(2)));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
