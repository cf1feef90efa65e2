package io.emrops.docker.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.deploy.SettingFinding;
import io.emrops.deploy.SettingFinding.Severity;
import io.emrops.docker.image.ImageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * What the engine says of a container, held against the rules.
 *
 * @param container as {@code GET /containers/…/json} gives it
 * @param noNewPrivileges whether the engine gives every container {@code no-new-privileges}
 * @param directories of the host, by the names of the volumes that stand for them
 */
record ContainerSettings(String service, JsonNode container, boolean noNewPrivileges, Map<String, String> directories) {
    private static final long NO_MACHINE_HAS = 1L << 62;
    private static final Set<String> AS_GOOD_AS_ROOT =
            Set.of("ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "SYS_BOOT", "DAC_READ_SEARCH", "BPF");
    private static final Set<String> SYSTEM =
            Set.of("/", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/sbin", "/sys", "/usr");
    private static final Set<String> SYSTEM_ITSELF =
            Set.of("/home", "/run", "/var", "/var/lib", "/var/lib/docker", "/var/run");
    private static final Set<String> SOCKETS =
            Set.of("docker.sock", "containerd.sock", "podman.sock", "crio.sock", "docker_engine");
    private static final Set<String> HOLDING_SOCKETS =
            Set.of("/", "/run", "/var", "/var/run", "/run/containerd", "/run/podman", "/run/crio");
    private static final Set<String> SECRET_TO_READ = Set.of("/", "/etc", "/root");
    private static final Set<String> MOUNTED = Set.of("bind", "npipe");

    List<SettingFinding> findings() {
        var found = new ArrayList<SettingFinding>();
        rights(found);
        confinement(found);
        mounts(found);
        limits(found);
        ports(found);
        environment(found);
        return found;
    }

    private JsonNode host() {
        return container.path("HostConfig");
    }

    private void rights(List<SettingFinding> to) {
        if (host().path("Privileged").asBoolean()) {
            to.add(SettingRule.PRIVILEGED.found(service, "runs privileged"));
        }
        var added = new TreeSet<String>();
        texts(host().path("CapAdd"))
                .forEach(c -> added.add(c.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "")));
        if (!added.isEmpty()) {
            var severity = added.stream().anyMatch(AS_GOOD_AS_ROOT::contains) ? Severity.HIGH : Severity.MEDIUM;
            to.add(SettingRule.ADDED_CAPABILITIES.found(
                    service, severity, "has the capabilities " + String.join(", ", added) + " beyond the usual ones"));
        }
        shares("NetworkMode", SettingRule.HOST_NETWORK, "the host's network", to);
        shares("PidMode", SettingRule.HOST_PROCESSES, "the host's processes", to);
        shares("IpcMode", SettingRule.HOST_IPC, "the host's interprocess communication", to);
        var devices = new TreeSet<String>();
        host().path("Devices").forEach(d -> devices.add(d.path("PathOnHost").asText()));
        if (!devices.isEmpty()) {
            to.add(SettingRule.HOST_DEVICES.found(service, "has the host's devices " + String.join(", ", devices)));
        }
        var user = container.path("Config").path("User").asText("");
        if (user.isEmpty() || user.split(":", 2)[0].matches("0+|root")) {
            to.add(SettingRule.ROOT_USER.found(service, "runs as root"));
        }
    }

    private void shares(String mode, SettingRule rule, String what, List<SettingFinding> to) {
        if (host().path(mode).asText("").equals("host")) {
            to.add(rule.found(service, "shares " + what));
        }
    }

    private void confinement(List<SettingFinding> to) {
        var options = texts(host().path("SecurityOpt")).stream()
                .map(o -> o.replaceFirst("[:=]", "="))
                .toList();
        var kept = options.contains("no-new-privileges") || options.contains("no-new-privileges=true");
        if (!kept && (!noNewPrivileges || options.contains("no-new-privileges=false"))) {
            to.add(SettingRule.NEW_PRIVILEGES.found(service, "may gain privileges, as no-new-privileges is not set"));
        }
        if (options.contains("seccomp=unconfined")) {
            to.add(SettingRule.SECCOMP_UNCONFINED.found(
                    service, "may make every system call, as seccomp is unconfined"));
        }
        if (options.contains("apparmor=unconfined")
                || container.path("AppArmorProfile").asText("").equals("unconfined")) {
            to.add(SettingRule.APPARMOR_UNCONFINED.found(service, "is not confined by AppArmor"));
        }
        if (!host().path("ReadonlyRootfs").asBoolean()) {
            to.add(SettingRule.WRITABLE_ROOT.found(service, "may write to its root file system"));
        }
    }

    private void mounts(List<SettingFinding> to) {
        for (var mount : container.path("Mounts")) {
            var directory = directories.get(mount.path("Name").asText(""));
            var source = directory != null ? directory : mount.path("Source").asText("");
            if ((directory != null || MOUNTED.contains(mount.path("Type").asText("bind"))) && !source.isEmpty()) {
                mount(source, mount.path("RW").asBoolean(true), to);
            }
        }
    }

    private void mount(String given, boolean writable, List<SettingFinding> to) {
        var source = given.length() > 1 ? given.replaceFirst("/+$", "") : given;
        // Also where it is mounted to be read: whoever connects to a socket may write to it.
        if (SOCKETS.contains(lastName(source))) {
            to.add(SettingRule.ENGINE_SOCKET.found(service, "has the engine's socket " + source));
        } else if (HOLDING_SOCKETS.contains(source)) {
            to.add(SettingRule.ENGINE_SOCKET.found(
                    service, "has " + source + " of the host, where the engine's socket is"));
        }
        if (writable && isOfSystem(source)) {
            to.add(SettingRule.SYSTEM_MOUNT.found(service, "may write to " + source + " of the host"));
        } else if (!writable && SECRET_TO_READ.contains(source)) {
            to.add(SettingRule.SYSTEM_MOUNT.found(
                    service, Severity.MEDIUM, "may read all of " + source + " of the host"));
        }
    }

    private static boolean isOfSystem(String source) {
        return SYSTEM_ITSELF.contains(source)
                || SYSTEM.stream().anyMatch(s -> source.equals(s) || !s.equals("/") && source.startsWith(s + "/"));
    }

    private static String lastName(String source) {
        return source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1)
                .toLowerCase(Locale.ROOT);
    }

    private void limits(List<SettingFinding> to) {
        var memory = host().path("Memory").asLong(0);
        if (memory <= 0 || memory >= NO_MACHINE_HAS) {
            to.add(SettingRule.NO_MEMORY_LIMIT.found(service, "may use all memory of the host"));
        }
        if (host().path("PidsLimit").asLong(0) <= 0) {
            to.add(SettingRule.NO_PIDS_LIMIT.found(service, "may start any number of processes"));
        }
    }

    private void ports(List<SettingFinding> to) {
        var open = new TreeSet<String>();
        for (var port : container.path("NetworkSettings").path("Ports").properties()) {
            for (var binding : port.getValue()) {
                if (Set.of("", "0.0.0.0", "::").contains(binding.path("HostIp").asText(""))) {
                    open.add(port.getKey());
                }
            }
        }
        open.forEach(port -> to.add(
                SettingRule.ALL_INTERFACES.found(service, "publishes port " + port + " on all addresses of the host")));
    }

    private void environment(List<SettingFinding> to) {
        var names = new TreeSet<String>();
        for (var entry : texts(container.path("Config").path("Env"))) {
            var equals = entry.indexOf('=');
            if (equals > 0 && SecretNames.holdsSecret(entry.substring(0, equals), entry.substring(equals + 1))) {
                names.add(entry.substring(0, equals));
            }
        }
        names.forEach(name -> to.add(SettingRule.SECRET_IN_ENVIRONMENT.found(
                service,
                "has a secret in its environment, in " + name + ", where everybody who may inspect it reads it")));
        var flags = new TreeSet<String>();
        flags.addAll(SecretNames.flags(texts(container.path("Config").path("Cmd"))));
        flags.addAll(SecretNames.flags(texts(container.path("Config").path("Entrypoint"))));
        flags.forEach(flag -> to.add(SettingRule.SECRET_IN_ENVIRONMENT.found(
                service,
                "has a secret in its command, behind " + flag + ", where everybody who may inspect it reads it")));
        var image = container.path("Config").path("Image").asText("");
        if (ImageName.canBeMoved(image) && ImageName.of(image).tag().equals("latest")) {
            to.add(SettingRule.LATEST_TAG.found(
                    service, "runs " + image + ", whose tag latest is another image each time"));
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
