package io.emrops.haproxy;

import io.emrops.StepFailedException;
import java.util.HashMap;

/** What a HAProxy process says of itself. */
record Info(String node, long pid) {
    static Info read(Conversation talk) {
        return parse(talk.read("show info"));
    }

    static Info parse(String answer) {
        var values = new HashMap<String, String>();
        answer.lines().forEach(line -> {
            var colon = line.indexOf(": ");
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 2).strip());
            }
        });
        var node = values.getOrDefault("node", "");
        var pid = values.getOrDefault("Pid", "");
        if (node.isBlank() || !pid.matches("\\d{1,18}")) {
            throw new StepFailedException("What answers is no HAProxy: it tells no node and no process");
        }
        return new Info(node, Long.parseLong(pid));
    }
}
