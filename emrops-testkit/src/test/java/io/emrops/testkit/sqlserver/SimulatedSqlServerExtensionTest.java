package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqlServerExtension.class)
class SimulatedSqlServerExtensionTest {
    @Nested
    class OfEachTest {
        private SimulatedSqlServer before;

        @BeforeEach
        void create(SimulatedSqlServer server) throws Exception {
            before = server;
            try (var connection = server.createDatabase("EMRNext").getConnection()) {
                assertThat(connection.getCatalog()).isEqualTo("EMRNext");
            }
        }

        @RepeatedTest(2)
        void a_test_has_an_empty_server_of_its_own(SimulatedSqlServer server) {
            assertThat(server).isSameAs(before);
            assertThat(server.instance().databases()).hasSize(1);
        }
    }

    @Nested
    class OfTheClass {
        private static final Set<SimulatedSqlServer> SEEN = new HashSet<>();

        @BeforeAll
        static void create(SimulatedSqlServer server) {
            server.createDatabase("EMRNext");
        }

        @RepeatedTest(2)
        void all_tests_have_the_server_that_the_class_has_asked_for(SimulatedSqlServer server) {
            SEEN.add(server);

            assertThat(SEEN).hasSize(1);
            assertThat(server.instance().database("EMRNext")).isPresent();
        }
    }
}
