package io.emrops.sqlserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.sqlserver.statement.ServerPath;
import io.emrops.sqlserver.statement.ServerPath.Platform;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerFactsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "E:", "https://storage.example/backups", "D:\\..\\Backup"})
    void a_default_path_that_cannot_be_used_is_none(String path) {
        assertThat(ServerFacts.path(Platform.WINDOWS, Optional.of(path))).isEmpty();
    }

    @Test
    void one_that_can_be_used_is_known() {
        assertThat(ServerFacts.path(Platform.WINDOWS, Optional.of("D:\\Backup\\")))
                .map(ServerPath::path)
                .hasValueSatisfying(path -> assertThat(path).startsWith("D:\\Backup"));
        assertThat(ServerFacts.path(Platform.LINUX, Optional.of("/var/opt/mssql/data")))
                .isPresent();
        assertThat(ServerFacts.path(Platform.LINUX, Optional.empty())).isEmpty();
    }
}
