package io.emrops.core.health;

import com.sun.management.OperatingSystemMXBean;
import io.emrops.Check;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** The memory of this machine. */
public final class Memory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

    private Memory() {}

    /**
     * At least this much can be had without swapping: on Linux {@code MemAvailable} of {@code /proc/meminfo}, which is of
     * the machine also inside a container; elsewhere what the system calls free.
     */
    public static Check hasFree(DataSize atLeast) {
        return hasFree(atLeast, Memory::available);
    }

    static Check hasFree(DataSize atLeast, LongSupplier available) {
        Objects.requireNonNull(atLeast, "atLeast");
        return new Measured("At least " + atLeast + " of memory are free", run -> {
            var free = new DataSize(available.getAsLong());
            var text = free + " of memory are free";
            return free.compareTo(atLeast) >= 0
                    ? Finding.ok(text)
                    : Finding.notOk(text + ", " + atLeast + " are needed");
        });
    }

    private static long available() {
        try {
            if (Files.isReadable(MEMINFO)) {
                var told = parse(Files.readString(MEMINFO));
                if (told.isPresent()) {
                    return told.getAsLong();
                }
            }
        } catch (IOException e) {
            throw new TargetUnavailableException("The system does not tell its free memory", e, Target.thisMachine());
        }
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
    }

    /** The bytes available, by the content of /proc/meminfo; empty if the kernel is too old to say. */
    static OptionalLong parse(String meminfo) {
        var matcher = AVAILABLE.matcher(meminfo);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) << 10) : OptionalLong.empty();
    }
}
