package io.emrops.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.ApiVersion;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.image.Images.Local;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImagesAndRegistriesTest {
    @ParameterizedTest
    @CsvSource({
        "emr/api:2.0,emr/api,2.0,''",
        "emr/api,emr/api,latest,''",
        "registry:5000/emr/api,registry:5000/emr/api,latest,''",
        "registry:5000/emr/api:2.0,registry:5000/emr/api,2.0,''",
        "registry:5000/emr/api@sha256:ab,registry:5000/emr/api,latest,sha256:ab",
        "docker.io/library/redis:7,redis,7,''",
        "docker.io/acme/redis:7,acme/redis,7,''"
    })
    void a_name_is_taken_apart(String name, String repository, String tag, String digest) {
        assertThat(ImageName.of(name)).isEqualTo(new ImageName(repository, tag, digest));
    }

    @Test
    void an_image_is_identified_by_the_digest_of_the_repository_it_was_started_from() {
        var image = new Local("sha256:id", List.of("mirror/api@sha256:aa", "registry:5000/api@sha256:bb"));

        assertThat(image.digest("registry:5000/api:2.0")).isEqualTo("registry:5000/api@sha256:bb");
        assertThat(image.digest("built-here")).isEqualTo("sha256:id");
    }

    @Test
    void digests_are_shown_in_short() {
        assertThat(ImageName.shortDigest("r/api@sha256:0123456789abcdef")).isEqualTo("sha256:0123456789ab…");
        assertThat(ImageName.shortDigest("sha256:0123")).isEqualTo("sha256:0123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node",
                "node:20",
                "emr/api__x/y-z:2.0_A",
                "localhost/api",
                "registry:5000/emr/api:2.0",
                "Registry.hospital:5000/api@sha256:0123456789abcdef",
                "r/api:2@sha256:0123456789abcdef"
            })
    void registries_are_asked_for_names(String name) {
        assertThat(ImageName.isReference(name)).isTrue();
    }

    /** Nothing listens at that address, so that any question would fail. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "${BASE_IMAGE}",
                "node:20 AS build",
                "../",
                "r/../containers",
                "?",
                "r/api?x=1",
                "r/api#x",
                "r/%2e%2e/api",
                "/api",
                "api/",
                "r/API"
            })
    void what_is_no_name_is_not_asked_for(String text) {
        var images = new Images(EngineConnection.at("tcp://127.0.0.1:1"));

        assertThat(ImageName.isReference(text)).isFalse();
        assertThat(images.inRegistry(text)).isEqualTo(new RegistryAnswer.NoName());
    }

    @Test
    void only_names_can_be_given_to_another_image() {
        assertThat(ImageName.canBeMoved("r/api:2")).isTrue();
        assertThat(ImageName.canBeMoved("r/api@sha256:aa")).isFalse();
        assertThat(ImageName.canBeMoved("sha256:aa")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|manifest unknown: manifest unknown",
                "500|manifest for r/api:9 not found",
                "403|denied: requested access to the resource is denied",
                "401|unauthorized: authentication required"
            })
    void what_the_registry_does_not_have_or_show_will_not_come_by_waiting(int status, String message) {
        assertThat(RegistryAnswer.of("r/api:9", status, "", message).refusal("r/api:9"))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("r/api:9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused",
                "500|dial tcp: lookup registry.hospital.invalid: no such host",
                "503|upstream timed out"
            })
    void a_registry_that_is_away_may_come_back(int status, String message) {
        assertThat(RegistryAnswer.of("r/api:9", status, "", message).refusal("r/api:9"))
                .isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void what_the_registry_has_is_named_by_digest() {
        assertThat(RegistryAnswer.of("r:5000/api:2", 200, "sha256:aa", ""))
                .isEqualTo(new RegistryAnswer.Found("r:5000/api@sha256:aa"));
    }

    @ParameterizedTest
    @CsvSource({"1.12,1.41,1.41", "1.24,1.52,1.44", "1.46,1.60,1.46"})
    void the_api_is_the_newest_that_both_know(String oldest, String newest, String chosen) {
        var version = ApiVersion.choose(ApiVersion.parse(oldest), ApiVersion.parse(newest), ApiVersion.parse("1.44"));

        assertThat(version).hasToString(chosen);
    }
}
