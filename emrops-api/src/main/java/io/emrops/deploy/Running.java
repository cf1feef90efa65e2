package io.emrops.deploy;

import java.util.List;

/** How much of an application runs, well or not. */
enum Running {
    NOTHING,
    SOMETHING;

    static Running now(Deployer deployer) {
        return deployer.status().stream().anyMatch(s -> s.running() > 0) ? SOMETHING : NOTHING;
    }

    /** A line for each service of which something runs. */
    static List<String> lines(Deployer deployer, String what) {
        return deployer.status().stream()
                .filter(s -> s.running() > 0)
                .map(s -> "service " + s.service() + ": " + what)
                .toList();
    }
}
