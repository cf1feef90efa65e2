package io.emrops.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComposeArgumentsTest {
    private static final Path BASE = Path.of("/opt/emr next", "docker-compose.yml");
    private static final Path SITE = Path.of("/etc/emr", "site.yml");
    private final ComposeArguments arguments = new ComposeArguments("emrnext", List.of(BASE, SITE));

    @Test
    void every_line_names_the_project_its_directory_and_all_files_in_order() {
        assertThat(arguments.config(1))
                .containsExactly(
                        "--ansi",
                        "never",
                        "--project-name",
                        "emrnext",
                        "--project-directory",
                        BASE.getParent().toString(),
                        "--file",
                        BASE.toString(),
                        "--file",
                        SITE.toString(),
                        "config");
    }

    @Test
    void version_two_is_asked_for_json() {
        assertThat(arguments.config(2)).endsWith("config", "--format", "json");
    }

    @Test
    void up_names_the_number_of_each_service_and_never_builds() {
        assertThat(arguments.up(Map.of("web", 1, "api", 3, "old", 0), false))
                .endsWith("up", "-d", "--no-build", "--scale", "api=3", "--scale", "old=0", "--scale", "web=1");
        assertThat(arguments.up(Map.of(), true)).endsWith("--no-build", "--pull", "never");
    }

    @Test
    void one_service_comes_alone_and_further_containers_leave_the_others_as_they_are() {
        assertThat(arguments.create("api", Map.of("api", 6, "cache", 1), true, false))
                .endsWith(
                        "up",
                        "--no-start",
                        "--no-build",
                        "--pull",
                        "never",
                        "--no-recreate",
                        "--scale",
                        "api=6",
                        "--scale",
                        "cache=1",
                        "api")
                .doesNotContain("--no-deps");
        assertThat(arguments.create("api", Map.of("api", 1), false, true))
                .endsWith("up", "--no-start", "--no-build", "--scale", "api=1", "api");
        assertThat(arguments.upAlone("api", 6, false))
                .endsWith("up", "-d", "--no-build", "--no-deps", "--no-recreate", "--scale", "api=6", "api");
    }

    @Test
    void stop_and_start_are_of_all_services_and_remove_nothing() {
        assertThat(arguments.stop())
                .containsSequence("--file", SITE.toString(), "stop")
                .endsWith("stop");
        assertThat(arguments.start())
                .containsSequence("--file", SITE.toString(), "start")
                .endsWith("start");
    }

    @Test
    void an_override_comes_last_and_does_not_move_the_directory() {
        var overridden = arguments.with(Path.of("/tmp/x", "images.json"));

        assertThat(overridden.directory()).isEqualTo(BASE.getParent());
        assertThat(overridden.down())
                .containsSequence(
                        "--file",
                        SITE.toString(),
                        "--file",
                        Path.of("/tmp/x", "images.json").toString(),
                        "down")
                .doesNotContain("-v", "--volumes");
    }
}
