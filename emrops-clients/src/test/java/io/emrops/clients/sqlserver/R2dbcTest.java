package io.emrops.clients.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.mssql.MssqlConnectionConfiguration;
import io.r2dbc.mssql.MssqlConnectionFactory;
import io.r2dbc.spi.Connection;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class R2dbcTest {
    @Test
    void it_is_there() {
        var factory = new MssqlConnectionFactory(MssqlConnectionConfiguration.builder()
                .host("localhost")
                .port(1)
                .username("sa")
                .password("x")
                .build());
        Mono<? extends Connection> connection = factory.create();
        assertThat(connection).isNotNull();
    }
}
