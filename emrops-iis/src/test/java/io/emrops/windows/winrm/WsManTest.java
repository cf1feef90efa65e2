package io.emrops.windows.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.windows.wire.CommandLine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WsManTest {
    @Test
    void a_command_goes_through_cmd_exe() {
        var message = new WsMan(URI.create("https://127.0.0.1:5986/wsman"))
                .command(Duration.ofSeconds(20), "A", new CommandLine("powershell", List.of("-NoProfile")));

        assertThat(message).containsPattern("Name=\"WINRS_SKIP_CMD_SHELL\"[^<]*>FALSE<");
    }
}
