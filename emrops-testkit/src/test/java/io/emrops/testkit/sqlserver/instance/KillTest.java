package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KillTest {
    private final Server server = new Server();

    @Test
    void whoever_is_there_and_is_not_oneself_can_be_killed() throws Exception {
        server.instance.enter(51, "master");
        server.instance.enter(60, "EMRNext");

        assertThat(server.run(51, "master", "KILL 60").killed()).containsExactly(60);
        assertThat(server.instance.sessionsIn("EMRNext")).isEmpty();
        assertThat(server.errorsOf("KILL 60")).containsExactly(6106);
        assertThat(server.errorsOf("KILL 51")).containsExactly(6104);
    }

    @Test
    void what_is_no_session_of_a_user_is_told_apart() {
        assertThat(server.errorsOf("KILL 0")).containsExactly(6101);
        assertThat(server.errorsOf("KILL 40000")).containsExactly(6101);
        assertThat(server.errorsOf("KILL 7")).containsExactly(6107);
        assertThat(server.errorsOf("KILL 60 WITH ROLLBACK")).containsExactly(6108);
        assertThat(server.errorsOf("KILL 'D5499C66-E398-45CA-BF7E-DC9C194B48CF'"))
                .containsExactly(6110);
    }

    @Test
    void there_is_never_a_rollback_to_report_on() {
        server.instance.enter(60, "EMRNext");

        assertThat(server.errorsOf("KILL 60 WITH STATUSONLY")).containsExactly(6120);
        assertThat(server.instance.sessionsIn("EMRNext")).containsExactly(60);
    }
}
