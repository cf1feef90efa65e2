package io.emrops.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nobody outside of a network of loopback gets anything to it any more, until this is closed; inside of it all goes on. */
final class CutLink implements AutoCloseable {
    private static final String MARK = "emrops-cut-";

    /** What becomes of packets. */
    enum How {
        /** As behind a cable that is cut: nobody hears anything. */
        DROP(List.of("-j", "DROP")),
        /** As by a firewall that says no. */
        RESET(List.of("-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"));

        private final List<String> words;

        How(List<String> words) {
            this.words = words;
        }
    }

    private final List<String> rule = new ArrayList<>();

    /** @param network such as {@code 127.0.2.0/24} */
    CutLink(String network, How how) throws Exception {
        rule.addAll(List.of("INPUT", "!", "-s", network, "-d", network));
        rule.addAll(List.of(
                "-m", "comment", "--comment", MARK + ProcessHandle.current().pid()));
        rule.addAll(how.words);
        iptables("-I", rule);
    }

    /** Those of processes that are gone, such as one that was killed. */
    static void removeLeftOvers() throws Exception {
        for (var line : Stack.run(List.of("iptables", "-w", "10", "-S", "INPUT"), Map.of())) {
            var words = List.of(line.split(" "));
            var left = words.stream()
                    .filter(word -> word.startsWith(MARK))
                    .anyMatch(word -> ProcessHandle.of(Long.parseLong(word.substring(MARK.length())))
                            .isEmpty());
            if (left) {
                iptables("-D", words.subList(1, words.size()));
            }
        }
    }

    private static void iptables(String verb, List<String> rule) throws Exception {
        var command = new ArrayList<>(List.of("iptables", "-w", "10", verb));
        command.addAll(rule);
        Stack.run(command, Map.of());
    }

    @Override
    public void close() throws Exception {
        if (!rule.isEmpty()) {
            iptables("-D", rule);
            rule.clear();
        }
    }
}
