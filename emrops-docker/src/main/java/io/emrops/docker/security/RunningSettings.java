package io.emrops.docker.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.SettingFinding;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The settings of all running containers of a project, and of the engine as far as we see it. */
public record RunningSettings(EngineConnection engine, String project) {
    /** Those that run, and those that do again at any moment. */
    private static final Set<String> AT_WORK = Set.of("running", "restarting", "paused");

    private static final Pattern BIND = Pattern.compile("(^|,)r?bind(,|$)");

    /** The words of all rules. */
    public static SortedSet<String> rules() {
        var words = new TreeSet<String>();
        Arrays.stream(SettingRule.values()).forEach(r -> words.add(r.word()));
        return words;
    }

    public List<SettingFinding> findings() {
        var found = new TreeSet<SettingFinding>();
        found.addAll(ofEngine(engine.host(), engine.usesTls()));
        var info =
                engine.ask("tell its settings", () -> engine.client().infoCmd().exec());
        var options = Objects.requireNonNullElse(info.getSecurityOptions(), List.<String>of());
        var noNewPrivileges = options.contains("name=no-new-privileges") || options.contains("no-new-privileges");
        var directories = directoriesOfVolumes();
        Instances.of(engine, project)
                .byService()
                .forEach((service, instances) -> instances.stream()
                        .filter(i -> AT_WORK.contains(i.status()))
                        .flatMap(i -> inspect(i).stream())
                        .forEach(c -> found.addAll(
                                new ContainerSettings(service, c, noNewPrivileges, directories).findings())));
        return List.copyOf(found);
    }

    /** Those of which a container is at work. */
    public SortedSet<String> services() {
        var services = new TreeSet<String>();
        Instances.of(engine, project).byService().forEach((service, instances) -> {
            if (instances.stream().anyMatch(i -> AT_WORK.contains(i.status()))) {
                services.add(service);
            }
        });
        return services;
    }

    static List<SettingFinding> ofEngine(String host, boolean tls) {
        return host.startsWith("tcp://") && !tls
                ? List.of(SettingRule.PLAIN_TCP_ENGINE.found(
                        "", "the engine listens on TCP without TLS: whoever reaches it is root of its machine"))
                : List.of();
    }

    /** The directories of the host that volumes stand for, which a container's mounts do not tell. */
    private Map<String, String> directoriesOfVolumes() {
        var volumes = engine.ask(
                "list its volumes",
                () -> engine.client().listVolumesCmd().exec().getVolumes());
        var directories = new HashMap<String, String>();
        for (var volume : Objects.requireNonNullElse(volumes, List.<InspectVolumeResponse>of())) {
            var options = volume.getOptions();
            if (options != null) {
                var device = options.getOrDefault("device", "");
                if (device.startsWith("/")
                        && BIND.matcher(options.getOrDefault("o", "")).find()) {
                    directories.put(volume.getName(), device);
                }
            }
        }
        return directories;
    }

    /** Empty if it was removed since it was listed. */
    private Optional<JsonNode> inspect(Instance instance) {
        return engine.ask("tell the settings of a container", () -> {
            try (var answer = engine.get("/containers/" + instance.id() + "/json", "", "")) {
                var status = answer.getStatusCode();
                if (status == 404) {
                    return Optional.empty();
                }
                var container = EngineConnection.json(answer);
                if (status != 200 || !container.has("HostConfig")) {
                    throw new TargetUnavailableException(
                            "The Docker engine did not tell the settings of " + instance.name() + ": HTTP " + status);
                }
                return Optional.of(container);
            }
        });
    }
}
