package io.emrops.examples;

import java.io.IOException;
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

    private final Process restoration;

    /** @param network such as {@code 127.0.2.0/24} */
    CutLink(String network, How how) throws Exception {
        var rule = new ArrayList<>(List.of("INPUT", "!", "-s", network, "-d", network));
        rule.addAll(List.of(
                "-m", "comment", "--comment", MARK + ProcessHandle.current().pid()));
        rule.addAll(how.words);
        restoration = restoreAtTheEnd(rule);
        try {
            Stack.run(iptables("-I", rule), Map.of());
        } catch (Exception e) {
            restoration.destroyForcibly();
            throw e;
        }
    }

    /** The input of what is begun here ends with this process, however that ends: a link that stays cut is found by others. */
    private static Process restoreAtTheEnd(List<String> rule) throws IOException {
        var command = new ArrayList<>(
                List.of("setsid", "sh", "-c", "trap '' HUP INT TERM; cat >/dev/null; exec \"$@\"", "restore"));
        command.addAll(iptables("-D", rule));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
    }

    /** Those of processes that are gone together with what they had begun, as when a whole container is killed. */
    static void removeLeftOvers() throws Exception {
        for (var line : Stack.run(List.of("iptables", "-w", "10", "-S", "INPUT"), Map.of())) {
            var words = List.of(line.split(" "));
            var left = words.stream()
                    .filter(word -> word.startsWith(MARK))
                    .anyMatch(word -> isGone(Long.parseLong(word.substring(MARK.length()))));
            if (left) {
                Stack.run(iptables("-D", words.subList(1, words.size())), Map.of());
            }
        }
    }

    /** A number may have gone to another process since. */
    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.contains("java"))
                .isEmpty();
    }

    private static List<String> iptables(String verb, List<String> rule) {
        var command = new ArrayList<>(List.of("iptables", "-w", "10", verb));
        command.addAll(rule);
        return command;
    }

    /** A second call does nothing. */
    @Override
    public void close() throws Exception {
        restoration.getOutputStream().close();
        if (restoration.waitFor() != 0) {
            throw new IOException("The link is still cut: " + restoration.exitValue());
        }
    }
}
