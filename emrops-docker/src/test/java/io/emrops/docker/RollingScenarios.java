package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.Service;
import org.junit.jupiter.api.Test;

/** What is kept while services are rolled behind a load balancer, with whichever Compose. */
abstract class RollingScenarios extends BalancedService {
    @Test
    void a_version_comes_and_goes_and_never_fewer_instances_serve_than_before() throws Exception {
        edge.alreadyRegistered(POOL, STRANGER);
        var app = app("scale: 2").build();
        var before = app.rollOut(request("1.0.0"), Progress.none());
        var side = lab.ids("side");
        assertThat(edge.serving(POOL))
                .contains(STRANGER)
                .containsAll(endpoints())
                .hasSize(3);
        edge.watchServing(POOL);
        var key = request("2.0.0").rolling();

        var release = app.rollOut(key, Progress.none());
        requireServing(2, "2.0.0");
        var found = app.find(key.operationKey());
        var again = app.preview(request("2.0.0"));
        var back = app.rollBack(before, Rollout.ROLLING, Progress.none());

        requireServing(2, "1.0.0");
        assertThat(edge.fewestServing(POOL)).isGreaterThanOrEqualTo(3);
        assertThat(edge.serving(POOL)).contains(STRANGER);
        assertThat(release.version()).isEqualTo("2.0.0");
        assertThat(release.service("app")).map(Service::replicas).contains(2);
        assertThat(found).contains(release);
        assertThat(again).isEmpty();
        assertThat(back.runsTheSameAs(before)).isTrue();
        assertThat(app.current()).isEqualTo(back);
        assertThat(lab.ids("side")).isEqualTo(side);
    }
}
