package io.emrops.docker.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emrops.deploy.SettingFinding;
import io.emrops.deploy.SettingFinding.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerSettingsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** As engine 20.10 answers for a container that breaks no rule. */
    private static final String SOUND = """
            {"AppArmorProfile": "docker-default",
             "Config": {"User": "10001:10001", "Image": "127.0.0.1:5000/emr/api:1.0.0",
                        "Env": ["PATH=/usr/bin", "EMR_LOG=info", "EMR_DB_PASSWORD_FILE=/run/secrets/db"]},
             "HostConfig": {"Privileged": false, "CapAdd": null, "NetworkMode": "emrnext_default", "PidMode": "",
                            "IpcMode": "private", "Devices": [], "ReadonlyRootfs": true, "Memory": 134217728,
                            "PidsLimit": 200, "SecurityOpt": ["no-new-privileges:true"]},
             "Mounts": [{"Type": "bind", "Source": "/etc/ssl/certs", "RW": false},
                        {"Type": "volume", "Source": "/var/lib/docker/volumes/data/_data", "RW": true},
                        {"Type": "bind", "Source": "/srv/emrnext", "RW": true}],
             "NetworkSettings": {"Ports": {"9000/tcp": null,
                                           "8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": "32768"}]}}}
            """;

    @Test
    void a_container_that_breaks_no_rule_has_no_findings() throws Exception {
        assertThat(findings(SOUND)).isEmpty();
    }

    @Test
    void a_container_as_the_engine_makes_it_by_itself_lacks_what_is_usual() throws Exception {
        var plain = """
                {"Config": {"User": "", "Image": "emr/api"},
                 "HostConfig": {"Privileged": false, "CapAdd": null, "SecurityOpt": null, "NetworkMode": "default",
                                "PidsLimit": null, "Memory": 0, "ReadonlyRootfs": false},
                 "Mounts": [], "NetworkSettings": {"Ports": {}}}
                """;

        assertThat(findings(plain))
                .extracting(SettingFinding::rule)
                .containsExactlyInAnyOrder(
                        "root-user",
                        "new-privileges",
                        "writable-root",
                        "no-memory-limit",
                        "no-pids-limit",
                        "latest-tag");
    }

    @Test
    void rights_beyond_the_usual_are_found() throws Exception {
        var found = findings(with("HostConfig", """
                {"Privileged": true, "CapAdd": ["NET_ADMIN", "CAP_SYS_ADMIN"], "NetworkMode": "host", "PidMode": "host",
                 "IpcMode": "host", "Devices": [{"PathOnHost": "/dev/kvm"}],
                 "SecurityOpt": ["seccomp=unconfined", "apparmor:unconfined"]}
                """));

        assertThat(found)
                .extracting(SettingFinding::toString)
                .containsExactlyInAnyOrder(
                        "api: runs privileged (HIGH, privileged)",
                        "api: has the capabilities NET_ADMIN, SYS_ADMIN beyond the usual ones (HIGH, added-capabilities)",
                        "api: shares the host's network (MEDIUM, host-network)",
                        "api: shares the host's processes (HIGH, host-processes)",
                        "api: shares the host's interprocess communication (MEDIUM, host-ipc)",
                        "api: has the host's devices /dev/kvm (MEDIUM, host-devices)",
                        "api: may make every system call, as seccomp is unconfined (MEDIUM, seccomp-unconfined)",
                        "api: is not confined by AppArmor (MEDIUM, apparmor-unconfined)",
                        "api: may gain privileges, as no-new-privileges is not set (LOW, new-privileges)");
    }

    @Test
    void one_harmless_capability_is_less_grave_than_one_as_good_as_root() throws Exception {
        var found = findings(with("HostConfig", "{\"CapAdd\": [\"CAP_SYS_TIME\"]}"));

        assertThat(found)
                .filteredOn(f -> f.rule().equals("added-capabilities"))
                .extracting(SettingFinding::severity)
                .containsExactly(Severity.MEDIUM);
    }

    @Test
    void an_engine_that_forbids_new_privileges_to_all_is_enough() throws Exception {
        var container = JSON.readTree(with("HostConfig", "{\"SecurityOpt\": []}"));

        assertThat(new ContainerSettings("api", container, true, Map.of()).findings())
                .isEmpty();
        assertThat(new ContainerSettings("api", container, false, Map.of()).findings())
                .hasSize(1);
    }

    @Test
    void the_engines_socket_and_directories_of_the_system_are_not_to_be_mounted() throws Exception {
        var root = (ObjectNode) JSON.readTree(SOUND);
        root.set("Mounts", JSON.readTree("""
                [{"Type": "bind", "Source": "/run/docker.sock", "RW": false},
                 {"Type": "bind", "Source": "/etc/passwd", "RW": true},
                 {"Type": "bind", "Source": "/etcetera", "RW": true},
                 {"Type": "bind", "Source": "/", "RW": true},
                 {"Type": "bind", "Source": "/var/run", "RW": false},
                 {"Type": "bind", "Source": "/root", "RW": false},
                 {"Type": "npipe", "Source": "\\\\\\\\.\\\\pipe\\\\docker_engine", "RW": true},
                 {"Type": "volume", "Name": "config", "Source": "/var/lib/docker/volumes/config/_data", "RW": true},
                 {"Type": "tmpfs", "Source": "", "RW": true}]
                """));

        assertThat(findings(root.toString()))
                .extracting(SettingFinding::text)
                .containsExactlyInAnyOrder(
                        "has the engine's socket /run/docker.sock",
                        "has the engine's socket \\\\.\\pipe\\docker_engine",
                        "has /var/run of the host, where the engine's socket is",
                        "has / of the host, where the engine's socket is",
                        "may read all of /root of the host",
                        "may write to /etc of the host",
                        "may write to /etc/passwd of the host",
                        "may write to / of the host");
    }

    @Test
    void ports_on_all_addresses_are_told_once() throws Exception {
        var found = findings(with("NetworkSettings", """
                {"Ports": {"8080/tcp": [{"HostIp": "0.0.0.0", "HostPort": "80"}, {"HostIp": "::", "HostPort": "80"}]}}
                """));

        assertThat(found)
                .extracting(SettingFinding::text)
                .containsExactly("publishes port 8080/tcp on all addresses of the host");
    }

    @Test
    void of_a_secret_in_the_environment_the_name_alone_is_told() throws Exception {
        var found = findings(with("Config", """
                {"Env": ["EMR_DB_PASSWORD=canary-1", "ConnectionStrings__Main=Server=db;User Id=sa;Password=canary-2",
                         "CACHE=redis://:canary-3@cache:6379", "JWT_SIGNING_KEY=canary-4", "EMR_TOKEN_TTL=60"]}
                """));

        assertThat(found).extracting(SettingFinding::rule).containsOnly("secret-in-environment");
        assertThat(found).hasSize(4);
        assertThat(found.toString())
                .contains("EMR_DB_PASSWORD", "ConnectionStrings__Main", "CACHE", "JWT_SIGNING_KEY")
                .doesNotContain("canary");
    }

    @Test
    void a_limit_that_stands_for_none_is_none() throws Exception {
        var found = findings(with("HostConfig", "{\"Memory\": 9223372036854771712, \"PidsLimit\": -1}"));

        assertThat(found).extracting(SettingFinding::rule).containsExactly("no-memory-limit", "no-pids-limit");
    }

    @Test
    void an_engine_on_tcp_without_tls_is_open_to_whoever_reaches_it() {
        assertThat(RunningSettings.ofEngine("tcp://docker01:2375", false))
                .singleElement()
                .satisfies(f -> assertThat(f.service()).isEmpty());
        assertThat(RunningSettings.ofEngine("tcp://docker01:2376", true)).isEmpty();
        assertThat(RunningSettings.ofEngine("unix:///var/run/docker.sock", false))
                .isEmpty();
        assertThat(RunningSettings.ofEngine("npipe:////./pipe/docker_engine", false))
                .isEmpty();
    }

    /** The sound one with some settings of a section replaced. */
    private static String with(String section, String settings) throws Exception {
        var root = (ObjectNode) JSON.readTree(SOUND);
        ((ObjectNode) root.get(section)).setAll((ObjectNode) JSON.readTree(settings));
        return root.toString();
    }

    private static List<SettingFinding> findings(String container) throws Exception {
        return new ContainerSettings("api", JSON.readTree(container), false, Map.of("config", "/etc")).findings();
    }
}
