package io.emrops.benchmarks.docker;

import io.emrops.benchmarks.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a person would write to roll a version out with Compose 2 and HAProxy: new containers beside the old ones, drained before they go. */
final class SurgeScript {
    private static final String TEXT = """
            #!/usr/bin/env bash
            # PROJECT FILE SOCKET STATE COMPOSE SERVICE COUNT VERSION
            set -euo pipefail
            project=$1 file=$2 socket=$3 state=$4 compose=$5 service=$6 count=$7
            export EMR_VERSION=$8

            haproxy() { socat - "UNIX-CONNECT:$socket" <<<"$1"; }
            containers() {
                docker ps -q --no-trunc --filter "label=com.docker.compose.project=$project" \\
                    --filter "label=com.docker.compose.service=$service" | sort
            }
            up() { $compose -p "$project" -f "$file" up -d --no-recreate --no-deps --scale "$service=$1" "$service" >&2; }
            port() { docker inspect --format '{{(index (index .NetworkSettings.Ports "8080/tcp") 0).HostPort}}' "$@"; }
            slots() { haproxy "show servers state $service" | awk -v port="$1" 'NR > 2 && $19 == port { print $4 }'; }

            old=$(containers)
            up $((2 * count))
            new=$(comm -13 <(echo "$old") <(containers))
            until [[ $(docker inspect --format '{{.State.Health.Status}}' $new | sort -u) == healthy ]]; do sleep 0.2; done

            free=($(slots 1))
            taken=()
            for port in $(port $new); do
                slot=$service/${free[${#taken[@]}]}
                taken+=("${slot#*/}")
                haproxy "set server $slot addr 127.0.0.1 port $port; enable health $slot; set server $slot state drain;\\
             set server $slot health down; set server $slot state ready" >&2
            done
            for slot in "${taken[@]}"; do
                until haproxy "show stat $service 4 -1" | grep -q "^$service,$slot,.*,UP,"; do sleep 0.05; done
            done

            leaving=()
            for port in $(port $old); do leaving+=($(slots "$port")); done
            for slot in "${leaving[@]}"; do haproxy "set server $service/$slot state drain" >&2; done
            for slot in "${leaving[@]}"; do
                until [[ $(haproxy "show stat $service 4 -1" | awk -F, -v slot="$slot" '$2 == slot { print $5 }') == 0 ]]; do sleep 0.05; done
                haproxy "set server $service/$slot state maint; set server $service/$slot addr 127.0.0.1 port 1" >&2
            done
            haproxy "show servers state" >"$state.new" && mv "$state.new" "$state"
            docker stop $old >&2
            docker rm $old >&2
            up "$count"
            """;

    private final Path script;

    SurgeScript(Path directory) throws IOException {
        script = Files.writeString(directory.resolve("surge.sh"), TEXT);
    }

    /** @param words what the script is given */
    double seconds(List<String> words) throws InterruptedException {
        var command = new java.util.ArrayList<>(List.of("bash", script.toString()));
        command.addAll(words);
        return Child.run(command).wall().toNanos() / 1e9;
    }
}
