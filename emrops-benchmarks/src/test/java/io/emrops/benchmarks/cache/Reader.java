package io.emrops.benchmarks.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Somebody who uses the cache meanwhile, in a process of its own: reads one key after the other, each when the answer to the last one is there. A line on its
 * input ends a stretch, whose p99 it prints.
 */
final class Reader implements AutoCloseable {
    private static final int MOST = 4_000_000;

    private final Process process;
    private final BufferedReader says;

    private Reader(Process process) {
        this.process = process;
        this.says = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    static Reader start(List<String> command) throws IOException {
        var reader = new Reader(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        reader.says.readLine();
        return reader;
    }

    /** The p99 in microseconds of the stretch that ends now; the next one begins. */
    double endStretch() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Double.parseDouble(says.readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static volatile int ended;

    /** Argument: the port. */
    public static void main(String[] args) throws Exception {
        var listener = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    ended++;
                }
                System.exit(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        listener.setDaemon(true);
        var nanos = new int[MOST];
        try (var wire = new Wire(Integer.parseInt(args[0]))) {
            var count = stretch(wire, nanos, 50_000, 0);
            System.out.println("warm after " + count);
            listener.start();
            for (var stretch = 0; ; stretch++) {
                count = stretch(wire, nanos, MOST, stretch);
                Arrays.sort(nanos, 0, count);
                System.out.printf(Locale.ROOT, "%.3f%n", nanos[(int) (count * 0.99)] / 1e3);
            }
        }
    }

    private static int stretch(Wire wire, int[] nanos, int most, int number) throws Exception {
        var count = 0;
        while (count < most && ended <= number) {
            var begin = System.nanoTime();
            wire.ask("GET", "session:" + (2 * (count % 1000) + 1));
            nanos[count++] = (int) Math.min(Integer.MAX_VALUE, System.nanoTime() - begin);
        }
        return count;
    }
}
