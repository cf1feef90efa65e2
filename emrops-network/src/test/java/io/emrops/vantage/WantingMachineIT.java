package io.emrops.vantage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a machine sees that has run out of something itself: that proves nothing about others. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WantingMachineIT {
    /** The limits are those of a shell of its own, and of a network of its own. */
    private static String seen(String scarce, String... shell) throws Exception {
        var command = new ArrayList<>(List.of(shell));
        command.addAll(List.of(
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                WantingMachine.class.getName(),
                scarce));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean mayHaveItsOwnNetwork() throws Exception {
        try {
            return new ProcessBuilder("unshare", "-n", "ip", "link", "set", "lo", "up")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void without_file_descriptors_nothing_is_seen() throws Exception {
        assertThat(seen("descriptors", "sh", "-c", "ulimit -n 200 && exec \"$@\""))
                .isEqualTo("Refused, then unavailable");
    }

    @Test
    void without_free_ports_nothing_is_seen() throws Exception {
        Assumptions.assumeTrue(mayHaveItsOwnNetwork(), "A network of one's own is made by root alone, with unshare");
        var onePort = "ip link set lo up && echo 40000 40000 > /proc/sys/net/ipv4/ip_local_port_range && exec \"$@\"";

        assertThat(seen("ports", "unshare", "-n", "sh", "-c", onePort)).isEqualTo("unavailable");
    }
}
