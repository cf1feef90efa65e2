package io.emrops.spi;

import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Undoing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * What makes a runbook the same to a run in flight: of every step its path, kind, shape of result, undo, operation and
 * author's version, in order. Titles, notes, timeouts and attempts may change freely.
 *
 * @param runbookId the runbook
 * @param version the author's version of the whole
 * @param entries one for each step, lock and window, in order
 */
public record Fingerprint(String runbookId, int version, List<Entry> entries) {
    public Fingerprint {
        entries = List.copyOf(entries);
    }

    /**
     * What makes a step the same.
     *
     * @param path its path
     * @param text everything that counts, in one line
     */
    public record Entry(String path, String text) {}

    static Fingerprint of(Definition definition) {
        var entries = new ArrayList<Entry>();
        for (var param : definition.params()) {
            var shape = param.secret() ? "secret" : Output.of(param.type()).shape();
            entries.add(new Entry("param " + param.id(), shape));
        }
        add(definition.nodes(), entries);
        return new Fingerprint(definition.id(), definition.head().version(), entries);
    }

    /** SHA-256 over all of it, in hexadecimal. */
    public String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            feed(digest, runbookId);
            feed(digest, Integer.toString(version));
            for (var entry : entries) {
                feed(digest, entry.path());
                feed(digest, entry.text());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void feed(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(new byte[] {
            (byte) (bytes.length >>> 24), (byte) (bytes.length >>> 16), (byte) (bytes.length >>> 8), (byte) bytes.length
        });
        digest.update(bytes);
    }

    private static void add(List<? extends Node> nodes, List<Entry> entries) {
        for (var node : nodes) {
            if (node instanceof Node.Lock lock) {
                entries.add(new Entry(lock.path(), "lock"));
            } else if (node instanceof Node.Window window) {
                entries.add(new Entry(window.path(), "window " + window.window() + " " + window.whenItCloses()));
            } else if (node instanceof Node.Part part) {
                add(part.nodes(), entries);
            } else if (node instanceof Node.Branches branches) {
                entries.add(new Entry(branches.path(), "parallel"));
                add(branches.branches(), entries);
            } else if (node instanceof Node.Stepping step) {
                entries.add(new Entry(step.path(), text(step)));
            }
        }
    }

    private static String text(Node.Stepping step) {
        var traits = step.traits();
        var text = new StringBuilder(step.kind())
                .append(" v")
                .append(traits.version())
                .append(" -> ")
                .append(traits.output().shape())
                .append(traits.onlyIf().isPresent() ? " conditional" : "");
        if (step instanceof Node.Task task) {
            text.append(' ').append(task.undo().word()).append(' ').append(text(task.operation()));
        } else if (step instanceof Node.FanOut fan) {
            text.append(' ').append(fan.undo().word()).append(fan.authored() ? " body" : " operation");
        } else if (step instanceof Node.Approving approval) {
            text.append(' ')
                    .append(approval.group())
                    .append(' ')
                    .append(approval.atLeast())
                    .append(approval.notTheStarter());
        } else if (step instanceof Node.Manual manual) {
            text.append(' ').append(manual.group());
        }
        return text.toString();
    }

    private static String text(Operation<?> operation) {
        return operation.kind() + " v" + operation.version() + " " + word(operation.undoing())
                + (operation.configuration().isEmpty() ? "" : " " + new TreeMap<>(operation.configuration()));
    }

    private static String word(Undoing<?> undoing) {
        if (undoing instanceof Undoing.Compensation<?, ?> c) {
            return "compensated:" + c.before().shape();
        }
        return undoing.getClass().getSimpleName();
    }
}
