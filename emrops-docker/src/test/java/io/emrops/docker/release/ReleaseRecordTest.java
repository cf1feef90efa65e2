package io.emrops.docker.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.docker.engine.Some;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleaseRecordTest {
    private static final Instant SINCE = Instant.parse("2026-03-01T02:00:00.123456789Z");

    @Property
    void a_record_comes_back_as_it_was(@ForAll Map<String, String> variables, @ForAll String version) {
        var release = new Release(version, List.of(new Service("api", "emr/api:2", "sha256:aa", 3)), variables, SINCE);
        var record = new ReleaseRecord("run/deploy#1", release, Map.of("api", "sha256:aa"));

        assertThat(ReleaseRecord.parse("run/deploy#1", record.toJson())).contains(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"format\":2}", "{\"format\":1}", "{\"format\":1,\"since\":\"yesterday\"}"})
    void what_is_not_understood_is_no_record(String text) {
        assertThat(ReleaseRecord.parse("", text)).isEmpty();
    }

    @Test
    void it_describes_what_runs_these_images_in_whatever_number() {
        var release = new Release("2", List.of(new Service("api", "emr/api:2", "d", 3)), Map.of(), SINCE);
        var record = new ReleaseRecord("", release, Map.of("api", "sha256:aa"));

        assertThat(record.describes(
                        Some.instances(Some.instance("api").imageId("sha256:aa").get())))
                .isTrue();
        assertThat(record.describes(
                        Some.instances(Some.instance("api").imageId("sha256:bb").get())))
                .isFalse();
        assertThat(record.describes(Some.instances(
                        Some.instance("other").imageId("sha256:aa").get())))
                .isFalse();
        assertThat(record.describes(Some.instances())).isFalse();
    }
}
