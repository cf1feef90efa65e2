package io.emrops.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures were measured on, as far as the system tells. */
final class Machine {
    private Machine() {}

    /** In one line: processor, memory, file system, kernel, JVM, and how busy it was. */
    static String description(Path scratch) throws IOException {
        var runtime = Runtime.version();
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s of memory, %s, %s %s, JDK %s (%s), load %.1f",
                processor(),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                Files.getFileStore(scratch).type(),
                System.getProperty("os.name"),
                System.getProperty("os.version").replaceAll("-.*", ""),
                runtime,
                System.getProperty("java.vm.vendor"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor() throws IOException {
        return line(Path.of("/proc/cpuinfo"), "model name");
    }

    private static String memory() throws IOException {
        var kilobytes = line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
        return kilobytes.isEmpty() ? "unknown" : (Long.parseLong(kilobytes) >> 20) + " GiB";
    }

    private static String line(Path file, String key) throws IOException {
        if (!Files.isReadable(file)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }
}
