package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Done;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Plan;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancers;
import io.emrops.testkit.FakeLoadBalancer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations and checks over a load balancer, and what their undo leaves. */
@Timeout(60)
final class LoadBalancersTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Endpoint OLD = new Endpoint("127.0.0.1", 8081);
    private static final Endpoint NEW = new Endpoint("127.0.0.1", 8082);

    private final EngineFixture fixture = new EngineFixture();
    private final FakeLoadBalancer balancer =
            FakeLoadBalancer.of("edge").pool("api", 2).alreadyRegistered("api", OLD);

    @AfterEach
    void close() {
        fixture.close();
    }

    private Operation<Done> register(Endpoint server) {
        return LoadBalancers.register(balancer, "api", server, SOON);
    }

    private Operation<Done> drain(Endpoint server) {
        return LoadBalancers.drain(balancer, "api", server, SOON);
    }

    private Operation<Done> deregister(Endpoint server) {
        return LoadBalancers.deregister(balancer, "api", server);
    }

    private Operation<Done> weight(Endpoint server, int weight) {
        return LoadBalancers.weight(balancer, "api", server, weight);
    }

    @SafeVarargs
    private static Runbook steps(Operation<Done>... operations) {
        return Runbook.define("steps", "Steps", rb -> {
            for (var i = 0; i < operations.length; i++) {
                rb.step("s" + i, operations[i].describe(), operations[i]);
            }
        });
    }

    /** They are done, and then something fails. */
    @SafeVarargs
    private Report undone(Operation<Done>... operations) throws InterruptedException {
        var report = fixture.run(Runbook.define("undone", "Undone", rb -> {
            for (var i = 0; i < operations.length; i++) {
                rb.step("s" + i, operations[i].describe(), operations[i]);
            }
            rb.action("last", "Last", run -> {
                        fixture.say(balancer.registered("api").toString());
                        throw new StepFailedException("No");
                    })
                    .nothingToUndo("it does nothing");
        }));
        assertThat(fixture.done).as("all were done").hasSize(1);
        return report;
    }

    @Test
    void a_server_is_replaced_step_by_step() throws Exception {
        var report = fixture.run(steps(register(NEW), drain(OLD), deregister(OLD), weight(NEW, 7)));

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(balancer.registered("api")).singleElement().satisfies(server -> {
            assertThat(server.endpoint()).isEqualTo(NEW);
            assertThat(server.weight()).isEqualTo(7);
        });
        assertThat(balancer.fewestServing("api")).isZero();
    }

    @Test
    void the_undo_of_all_of_them_leaves_what_was_there_before() throws Exception {
        balancer.weight("api", OLD, 42);
        var before = balancer.registered("api");

        var report = undone(register(NEW), weight(OLD, 9), drain(OLD), deregister(OLD));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(balancer.registered("api")).isEqualTo(before);
        assertThat(balancer.cutSessions()).isZero();
    }

    @Test
    void one_that_was_drained_before_it_was_registered_is_drained_again() throws Exception {
        balancer.drain("api", List.of(OLD), SOON, Progress.none());
        balancer.weight("api", OLD, 3);
        var before = balancer.registered("api");

        undone(register(OLD), weight(OLD, 8));

        assertThat(balancer.registered("api")).isEqualTo(before);
    }

    @Test
    void an_undo_makes_one_ready_again_that_was_not_well_before_either() throws Exception {
        balancer.unwell(OLD);
        var before = balancer.registered("api");

        var report = undone(drain(OLD));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(balancer.registered("api")).isEqualTo(before);
    }

    @Test
    void a_server_is_the_same_in_another_writing_of_its_address() throws Exception {
        balancer.alreadyRegistered("api", new Endpoint("fd00::13", 8080));
        var before = balancer.registered("api");

        var report = undone(register(new Endpoint("fd00:0:0:0:0:0:0:13", 8080)));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(balancer.registered("api")).isEqualTo(before).hasSize(2);
    }

    @Test
    void one_that_was_drained_before_it_was_taken_out_stays_out() throws Exception {
        balancer.drain("api", List.of(OLD), SOON, Progress.none());

        undone(deregister(OLD));

        assertThat(balancer.registered("api")).isEmpty();
    }

    @Test
    void an_undo_lets_the_sessions_of_a_new_server_end() throws Exception {
        var report = fixture.run(Runbook.define("undone", "Undone", rb -> {
            rb.step("in", "In", register(NEW));
            rb.action("last", "Last", run -> {
                        balancer.sessions("api", NEW, 3);
                        throw new StepFailedException("No");
                    })
                    .nothingToUndo("no");
        }));

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(balancer.calls()).extracting(c -> c.method()).containsSubsequence("register", "drain", "deregister");
        assertThat(balancer.cutSessions()).isEqualTo(3);
    }

    @Test
    void sessions_that_do_not_end_fail_the_step_and_its_undo_takes_the_server_back() throws Exception {
        balancer.sessions("api", OLD, 2);

        var report = fixture.run(steps(drain(OLD)));

        assertThat(report.toMarkdown()).contains("2 sessions of server 127.0.0.1:8081 of pool api are still open");
        assertThat(balancer.serving("api")).containsExactly(OLD);
    }

    @Test
    void a_lost_answer_is_looked_for_where_the_servers_are() throws Exception {
        balancer.loseConnectionAfter("register");
        var lost = fixture.run(probed(register(NEW)));
        assertThat(lost.state()).as(lost.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(balancer.changes()).hasSize(1);

        balancer.loseConnectionBefore("deregister");
        var repeated = fixture.run(probed(deregister(NEW)));
        assertThat(repeated.state()).as(repeated.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(balancer.serving("api")).containsExactly(OLD);
    }

    private static Runbook probed(Operation<Done> operation) {
        return Runbook.define(
                "probed",
                "Probed",
                rb -> rb.step("s", operation.describe(), operation)
                        .attempts(2, Backoff.exponential(Duration.ofMillis(1)))
                        .inDoubt(InDoubt.probe()));
    }

    @Test
    void a_rehearsal_tells_what_would_change_and_what_would_not() throws Exception {
        var plan = fixture.engine.plan(
                steps(register(NEW), register(OLD), drain(OLD), deregister(OLD), weight(OLD, 7), deregister(NEW)),
                EngineFixture.REQUEST);

        assertThat(plan.steps())
                .extracting(Plan.PlannedStep::changes)
                .containsExactly(
                        List.of("server 127.0.0.1:8082 of pool api: not registered → ready"),
                        List.of(),
                        List.of("server 127.0.0.1:8081 of pool api: ready, up → draining"),
                        List.of("server 127.0.0.1:8081 of pool api: ready, up → not registered"),
                        List.of("weight of server 127.0.0.1:8081 of pool api: 100 → 7"),
                        List.of());
        assertThat(balancer.changes()).isEmpty();
    }

    @Test
    void a_check_tells_how_many_serve_and_what_keeps_the_others() throws Exception {
        assertThat(found(LoadBalancers.allServersUp(balancer, "api"))).contains("All 1 servers");
        assertThat(found(LoadBalancers.atLeast(balancer, "api", 1))).contains("1 servers of pool api take sessions");
        balancer.register("api", List.of(NEW), SOON);
        balancer.unwell(NEW);
        balancer.weight("api", OLD, 0);

        assertThat(found(LoadBalancers.allServersUp(balancer, "api")))
                .contains("0 of 2 servers", "127.0.0.1:8082: ready, down", "127.0.0.1:8081: ready, up, weight 0");
        assertThat(found(LoadBalancers.atLeast(balancer, "api", 1))).contains("Only 0 servers");

        balancer.deregister("api", List.of(OLD, NEW));
        assertThat(found(LoadBalancers.allServersUp(balancer, "api"))).contains("has no servers");
    }

    private String found(Check check) throws InterruptedException {
        return fixture.run(Runbook.define("check", "Check", rb -> rb.verify("v", "V", check)))
                .toMarkdown();
    }

    @Test
    void what_cannot_be_meant_is_refused_at_once() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LoadBalancers.register(balancer, "api", NEW, Duration.ZERO));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LoadBalancers.drain(balancer, "api", NEW, Duration.ofSeconds(-1)));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> weight(NEW, 257));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LoadBalancers.atLeast(balancer, "api", 0));
    }
}
