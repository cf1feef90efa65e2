package io.emrops.clients.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresEngine("tedious")
class TediousIT {
    @Test
    void it_says_that_nobody_listens() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        var said = Tedious.run(Tedious.connection(free, "sa", "secret", Map.of()), List.of());

        assertThat(said.at("/connected").booleanValue()).isFalse();
        assertThat(said.at("/error/code").textValue()).isEqualTo("ESOCKET");
    }
}
