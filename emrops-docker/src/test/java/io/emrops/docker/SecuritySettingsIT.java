package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.SecuritySettings;
import io.emrops.deploy.SettingFinding;
import io.emrops.deploy.SettingFinding.Severity;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.SecuritySettingsContract;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two services on the real engine: one with settings that weaken it, and one as sound as Compose can make it. */
@RequiresEngine({"docker", "registry", "compose-v2"})
final class SecuritySettingsIT extends SecuritySettingsContract {
    private static final DockerEngine ENGINE = DockerEngine.local();
    private static Lab lab;
    private static ComposeDeployer deployer;

    @BeforeAll
    static void open() throws Exception {
        lab = new Lab(ENGINE);
        deployer = lab.deployer(ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose")))
                .secretVariable("APP_PASSWORD", Secret.of("canary-4711".toCharArray()))
                .build();
        var file = lab.directory.resolve("compose.yml");
        var text = Files.readString(file);
        Files.writeString(file, text.replace("127.0.0.1::8080", "8080").replace("  side:\n", """
                    user: "0:0"
                    cap_add: [NET_ADMIN]
                    ipc: host
                    security_opt: ["seccomp:unconfined"]
                    volumes: ["/var/run/docker.sock:/engine.sock:ro", "/etc:/host-etc"]
                    deploy: {replicas: 2}
                  side:
                    read_only: true
                    tmpfs: [/tmp, /run]
                    security_opt: ["no-new-privileges:true"]
                    mem_limit: 64m
                    pids_limit: 50
                """));
        deployer.rollOut(new ReleaseRequest("1.0.0", "run/deploy#1"), Progress.none());
    }

    @AfterAll
    static void close() throws Exception {
        lab.close();
        ENGINE.close();
    }

    @Override
    protected SecuritySettings settings() {
        return deployer.security();
    }

    @Override
    protected SecuritySettings settingsOfNothing() throws Exception {
        return ComposeDeployer.project(lab.project + "none")
                .file(lab.directory.resolve("compose.yml"))
                .versionVariable("APP_VERSION")
                .engine(ENGINE)
                .build()
                .security();
    }

    @Override
    protected String secret() {
        return "canary-4711";
    }

    @Test
    void what_really_runs_is_found_once_for_all_instances() {
        assertThat(deployer.security().findings())
                .extracting(SettingFinding::toString)
                .containsExactly(
                        "app: has the engine's socket /var/run/docker.sock (HIGH, engine-socket)",
                        "app: has a secret in its environment, in PASSWORD, where everybody who may inspect it reads it"
                                + " (HIGH, secret-in-environment)",
                        "app: may write to /etc of the host (HIGH, system-mount)",
                        "app: has the capabilities NET_ADMIN beyond the usual ones (MEDIUM, added-capabilities)",
                        "app: publishes port 8080/tcp on all addresses of the host (MEDIUM, all-interfaces)",
                        "app: shares the host's interprocess communication (MEDIUM, host-ipc)",
                        "app: runs as root (MEDIUM, root-user)",
                        "app: may make every system call, as seccomp is unconfined (MEDIUM, seccomp-unconfined)",
                        "app: may gain privileges, as no-new-privileges is not set (LOW, new-privileges)",
                        "app: may use all memory of the host (LOW, no-memory-limit)",
                        "app: may start any number of processes (LOW, no-pids-limit)",
                        "app: may write to its root file system (LOW, writable-root)");
    }

    @Test
    void both_services_run() {
        assertThat(deployer.security().services()).containsExactly("app", "side");
    }

    @Test
    void what_is_accepted_is_no_reason_to_stop() {
        var check = Deployments.securitySettings(deployer.security())
                .atLeast(Severity.HIGH)
                .accepting("engine-socket", "app", "CHG-1: it watches containers")
                .accepting("secret-in-environment", "app", "CHG-2");

        assertThat(check.check().ok()).isFalse();
        assertThat(check.accepting("system-mount", "app", "CHG-3").check().ok()).isTrue();
    }
}
