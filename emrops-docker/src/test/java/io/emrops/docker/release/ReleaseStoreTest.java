package io.emrops.docker.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.docker.EngineStandIn;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.release.ReleaseRecord.Standing;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReleaseStoreTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00.123456789Z");

    private final EngineStandIn standIn = new EngineStandIn();
    private final EngineConnection engine = EngineConnection.at(standIn.host());
    private final ReleaseStore store = new ReleaseStore(engine, "p");

    ReleaseStoreTest() throws IOException {}

    @AfterEach
    void close() {
        engine.close();
        standIn.close();
    }

    private static ReleaseRecord record(int version) {
        var service = new Service("api", "emr/api:" + version, "sha256:" + version, 1);
        var release = new Release(String.valueOf(version), List.of(service), Map.of(), NIGHT.plusSeconds(version));
        return new ReleaseRecord("run/deploy#" + version, release, Map.of("api", "sha256:" + version));
    }

    @Test
    void a_release_is_begun_until_it_is_marked_as_reached() {
        store.write(record(1));
        store.write(record(2));

        store.markReached(record(1));
        store.markReached(record(1));

        assertThat(store.newestFirst()).containsExactly(record(2), record(1).with(Standing.REACHED));
        assertThat(ReleaseStore.ofAllProjects(engine)).containsOnlyKeys("p").containsValue(store.newestFirst());
        assertThat(standIn.volumes().names()).hasSize(3);
    }

    @Test
    void one_from_before_there_were_marks_is_read_and_nobody_tells_what_came_of_it() {
        var old = record(1).with(Standing.UNTOLD);
        standIn.volumes()
                .add(
                        "emrops-release-p-old",
                        Map.of(
                                ReleaseStore.PROJECT,
                                "p",
                                "io.emrops.operation-key",
                                old.operationKey(),
                                "io.emrops.release",
                                "{\"format\":1,\"version\":\"1\",\"since\":\"" + NIGHT.plusSeconds(1)
                                        + "\",\"variables\":{},\"services\":[{\"name\":\"api\",\"image\":\"emr/api:1\","
                                        + "\"digest\":\"sha256:1\",\"id\":\"sha256:1\",\"replicas\":1}]}"));

        assertThat(store.newestFirst()).containsExactly(old);
    }

    @Test
    void the_oldest_go_with_their_marks() {
        for (var i = 0; i <= ReleaseStore.KEPT; i++) {
            store.write(record(i));
            store.markReached(record(i));
        }

        assertThat(store.newestFirst())
                .hasSize(ReleaseStore.KEPT)
                .allMatch(r -> r.standing() == Standing.REACHED)
                .doesNotContain(record(0).with(Standing.REACHED));
        assertThat(standIn.volumes().names()).hasSize(2 * ReleaseStore.KEPT);
    }

    @Test
    void a_record_that_cannot_be_written_is_told_and_a_mark_that_cannot_is_no_failure() {
        store.write(record(1));
        var before = standIn.volumes().names();
        standIn.volumes().fill();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> store.write(record(2)))
                .withMessage("The Docker engine refused to keep the release: its disk is full");
        store.markReached(record(1));

        assertThat(store.newestFirst()).containsExactly(record(1));
        assertThat(standIn.volumes().names()).isEqualTo(before);
    }
}
