package io.emrops.docker.security;

import io.emrops.deploy.SettingFinding;
import io.emrops.deploy.SettingFinding.Severity;
import java.util.Locale;

/**
 * A rule, named in findings by its small letters. Benchmarks number their sections anew in each version, so these are named by their
 * titles.
 */
enum SettingRule {
    PRIVILEGED(Severity.HIGH, cis("Ensure that privileged containers are not used")),
    ADDED_CAPABILITIES(Severity.MEDIUM, cis("Ensure that Linux kernel capabilities are restricted within containers")),
    HOST_NETWORK(Severity.MEDIUM, cis("Ensure that the host's network namespace is not shared")),
    HOST_PROCESSES(Severity.HIGH, cis("Ensure that the host's process namespace is not shared")),
    HOST_IPC(Severity.MEDIUM, cis("Ensure that the host's IPC namespace is not shared")),
    HOST_DEVICES(Severity.MEDIUM, cis("Ensure that host devices are not directly exposed to containers")),
    ENGINE_SOCKET(Severity.HIGH, cis("Ensure that the Docker socket is not mounted inside any containers")),
    SYSTEM_MOUNT(Severity.HIGH, cis("Ensure sensitive host system directories are not mounted on containers")),
    ROOT_USER(Severity.MEDIUM, cis("Ensure that a user for the container has been created")),
    NEW_PRIVILEGES(Severity.LOW, cis("Ensure that the container is restricted from acquiring additional privileges")),
    SECCOMP_UNCONFINED(Severity.MEDIUM, cis("Ensure that the default seccomp profile is not Disabled")),
    APPARMOR_UNCONFINED(Severity.MEDIUM, cis("Ensure that, if applicable, an AppArmor Profile is enabled")),
    WRITABLE_ROOT(Severity.LOW, cis("Ensure that the container's root filesystem is mounted as read only")),
    ALL_INTERFACES(
            Severity.MEDIUM, cis("Ensure that incoming container traffic is bound to a specific host interface")),
    NO_MEMORY_LIMIT(Severity.LOW, cis("Ensure that the memory usage for containers is limited")),
    NO_PIDS_LIMIT(Severity.LOW, cis("Ensure that the PIDs cgroup limit is used")),
    SECRET_IN_ENVIRONMENT(Severity.HIGH, "Docker documentation: Secrets in Compose"),
    LATEST_TAG(Severity.LOW, cis("Ensure that Docker commands always make use of the latest version of their image")),
    PLAIN_TCP_ENGINE(Severity.HIGH, "Docker documentation: Protect the Docker daemon socket");

    private final Severity severity;
    private final String source;

    SettingRule(Severity severity, String source) {
        this.severity = severity;
        this.source = source;
    }

    private static String cis(String title) {
        return "CIS Docker Benchmark: " + title;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    SettingFinding found(String service, String text) {
        return found(service, severity, text);
    }

    SettingFinding found(String service, Severity severity, String text) {
        return new SettingFinding(service, word(), severity, text, source);
    }
}
