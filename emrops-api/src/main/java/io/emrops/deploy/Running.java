package io.emrops.deploy;

import java.util.List;

/** How much of an application runs, well or not. */
enum Running {
    NOTHING,
    SOMETHING;

    static Running now(Deployer deployer) {
        return deployer.runningServices().isEmpty() ? NOTHING : SOMETHING;
    }

    /** A line for each service of which something runs. */
    static List<String> lines(Deployer deployer, String what) {
        return deployer.runningServices().stream()
                .sorted()
                .map(service -> "service " + service + ": " + what)
                .toList();
    }
}
