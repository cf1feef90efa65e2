package io.emrops.haproxy;

import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A reload over the master's socket, and the proof that the new worker has the servers of the old one. */
record Reload(Link worker, Link master, Address placeholder) {
    private static final Pattern MASTER = Pattern.compile("\\d+ +master +\\d+ +\\[failed: (\\d+)\\].*");
    private static final int ADMISSION = 0x01 | 0x08;

    void run(StateFile file, Duration within) throws InterruptedException {
        var talk = new Conversation(worker);
        var pid = Info.read(talk).pid();
        new Conversation(master).read("show proc");
        file.keepBefore(talk);
        var before = servers(talk);
        try {
            // The master closes the connection instead of an answer.
            master.ask("reload");
        } catch (Link.NotSentException e) {
            throw new TargetUnavailableException("HAProxy's master does not answer; it was not reloaded", e);
        } catch (IOException e) {
            // Whether it has worked is asked below.
        }
        awaitOtherWorker(pid, System.nanoTime() + within.toNanos(), within);
        requireSame(before, servers(new Conversation(worker)));
    }

    /** Until both the new worker and the master say that it works. */
    private void awaitOtherWorker(long pid, long until, Duration within) throws InterruptedException {
        while (true) {
            try {
                var processes = new Conversation(master).read("show proc");
                if (processes.lines().anyMatch(Reload::hasFailed)) {
                    throw new StepFailedException(
                            "HAProxy does not take its configuration, and goes on with the old one");
                }
                var now = Info.read(new Conversation(worker)).pid();
                if (now != pid && processes.lines().anyMatch(line -> line.matches(now + " +worker +0 .*"))) {
                    return;
                }
            } catch (TargetUnavailableException e) {
                // One worker goes, the other one comes.
            }
            var left = until - System.nanoTime();
            if (left <= 0) {
                throw new StepFailedException("HAProxy has no new worker " + within + " after the reload");
            }
            HaProxy.pause(left);
        }
    }

    private static boolean hasFailed(String line) {
        var master = MASTER.matcher(line);
        return master.matches() && !master.group(1).equals("0");
    }

    /** Address, admission and weight of each. */
    private static Map<String, List<String>> servers(Conversation talk) {
        var servers = new TreeMap<String, List<String>>();
        for (var row : SlotTable.states(talk.read(StateFile.QUESTION))) {
            var admission = Integer.parseInt(row.getOrDefault("srv_admin_state", "0")) & ADMISSION;
            servers.put(
                    row.get("be_name") + "/" + row.get("srv_name"),
                    List.of(
                            row.getOrDefault("srv_addr", ""),
                            row.getOrDefault("srv_port", ""),
                            Integer.toString(admission),
                            row.getOrDefault("srv_uweight", "")));
        }
        return servers;
    }

    private void requireSame(Map<String, List<String>> before, Map<String, List<String>> after) {
        Set<String> lost = new TreeSet<>();
        before.forEach((name, state) -> {
            if (after.containsKey(name) ? !state.equals(after.get(name)) : isServer(state)) {
                lost.add(name);
            }
        });
        if (!lost.isEmpty()) {
            throw new StepFailedException("HAProxy was reloaded and has other servers than before in " + lost
                    + ": does its configuration have these slots, and load the state file?");
        }
    }

    private boolean isServer(List<String> state) {
        var port = state.get(1);
        return port.matches("\\d{1,5}")
                && Address.parse(state.get(0), Integer.parseInt(port))
                        .filter(address -> !address.equals(placeholder))
                        .isPresent();
    }
}
