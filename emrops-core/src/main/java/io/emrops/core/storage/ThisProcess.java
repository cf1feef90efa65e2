package io.emrops.core.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What others are told of this process. */
public final class ThisProcess {
    private ThisProcess() {}

    /** Such as {@code pid 4711 on emr-ops-1}. Asks no name server. */
    public static String description() {
        return "pid " + ProcessHandle.current().pid() + " on " + host();
    }

    private static String host() {
        String windows = System.getenv("COMPUTERNAME");
        if (windows != null && !windows.isBlank()) {
            return windows.strip();
        }
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            String name = System.getenv("HOSTNAME");
            return name == null || name.isBlank() ? "this machine" : name.strip();
        }
    }
}
