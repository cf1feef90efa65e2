package io.emrops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Operation;
import io.emrops.Undoing;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs in journals refer to what was there before there were several manners. */
class ManyMannersTest {
    private final Deployer deployer = (Deployer)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Deployer.class}, (proxy, m, args) -> {
                throw new AssertionError(m);
            });

    @Test
    void what_is_done_at_once_is_the_operation_that_it_always_was() {
        var rollOut = Deployments.rollOut(deployer, "2.1.0");
        var rolling = Deployments.rollingUpdate(deployer, "2.1.0");

        assertThat(rollOut.kind()).isEqualTo("deploy.roll-out");
        assertThat(rollOut.configuration()).isEmpty();
        assertThat(undo(rollOut)).isEqualTo("Roll back to the release that ran before");
        assertThat(rolling.kind()).isEqualTo("deploy.rolling-update");
        assertThat(undo(rolling)).isEqualTo("Roll back to the release that ran before, rolling");
    }

    @Test
    void a_rolling_restart_is_the_restart_that_it_always_was() {
        var rolling = Deployments.restart(deployer, "api");
        var forced = Deployments.restart(deployer, RestartRequest.forced("api"));
        var atOnce = Deployments.restart(deployer, RestartRequest.atOnce("api").grace(Duration.ofSeconds(90)));

        assertThat(rolling.configuration()).isEqualTo(Map.of("service", "api"));
        assertThat(forced.configuration()).isEqualTo(Map.of("service", "api", "manner", "forced"));
        assertThat(atOnce.configuration()).isEqualTo(Map.of("service", "api", "manner", "at-once", "grace", "PT1M30S"));
    }

    @Test
    void a_request_says_how_the_release_comes() {
        var request = new ReleaseRequest("2.1.0", "key");

        assertThat(request.rollout()).isEqualTo(Rollout.AT_ONCE);
        assertThat(request.rolling()).isEqualTo(new ReleaseRequest("2.1.0", "key", Rollout.ROLLING));
        assertThat(ReleaseRequest.preview("2.1.0").rollout()).isEqualTo(Rollout.AT_ONCE);
    }

    @Test
    void what_is_killed_has_no_time_to_end() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestartRequest.forced("api").grace(Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestartRequest.rolling("api").grace(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> RestartRequest.rolling(" "));
    }

    @Test
    void whom_a_restart_interrupts_is_foretold() {
        assertThat(RestartRequest.rolling("api").foretell(3))
                .isEqualTo("service api: restarted as it is, one of 3 replicas after the other");
        assertThat(RestartRequest.rolling("api").foretell(1))
                .isEqualTo("service api: restarted as it is, interrupted, as there is one replica only");
        assertThat(RestartRequest.atOnce("api").foretell(3))
                .isEqualTo("service api: all 3 replicas restarted together, interrupted");
        assertThat(RestartRequest.forced("api").foretell(1))
                .isEqualTo("service api: the one replica killed and started again, interrupted");
    }

    private static String undo(Operation<Release> operation) {
        return ((Undoing.Compensation<?, ?>) operation.undoing()).describe();
    }
}
