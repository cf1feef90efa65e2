package io.emrops.clients.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine("freetds")
class FreeTdsIT {
    @TempDir
    Path directory;

    @Test
    void it_says_that_nobody_listens() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        var said = FreeTds.of(directory, free).tsql("sa", "secret", "select 1");

        assertThat(said.status()).as(said::toString).isNotZero();
        assertThat(said.err()).contains("Error 20009");
    }
}
