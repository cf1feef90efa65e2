package io.emrops.docker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.docker.engine.Some;
import org.junit.jupiter.api.Test;

final class StandstillTest {
    @Test
    void what_comes_back_by_itself_runs_and_what_has_ended_does_not() {
        var there = Some.instances(
                Some.instance("api").get(),
                Some.instance("web").status("restarting").get(),
                Some.instance("cache").status("paused").get(),
                Some.instance("migrate").exited(0).get(),
                Some.instance("worker").exited(1).get(),
                Some.instance("new").status("created").get());

        assertThat(Standstill.running(there)).containsExactlyInAnyOrder("api", "web", "cache");
    }
}
