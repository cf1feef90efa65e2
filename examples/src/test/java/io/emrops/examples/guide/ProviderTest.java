package io.emrops.examples.guide;

import static io.emrops.InDoubt.probe;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Finding;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.TargetUnavailableException;
import io.emrops.core.Emrops;
import io.emrops.core.guard.GuardSettings;
import io.emrops.core.guard.Guards;
import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ProviderTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier");

    @TempDir
    private Path directory;

    private final FlagServer server = new FlagServer();

    // tag::use[]
    void readOnly(RunbookBuilder rb, FlagServer server) {
        rb.step("read-only", "Switch EMRNext to read-only", new SetFlag(server, "read-only", true))
                .inDoubt(probe());
    }
    // end::use[]

    @Test
    void an_operation_is_foretold_done_and_undone() throws Exception {
        var book = Runbook.define("guide", "Guide", rb -> {
            readOnly(rb, server);
            rb.verify("well", "All is well", run -> Finding.notOk("it is not"));
        });
        try (var engine = Emrops.engine(directory)) {
            assertThat(engine.plan(book, REQUEST).steps().get(0).changes())
                    .containsExactly("flag read-only: false → true");
            assertThat(server.get("read-only")).isFalse();

            assertThat(engine.start(book, REQUEST).await().state()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(server.get("read-only")).isFalse();
        }
    }

    @Test
    void its_target_is_asked_about_a_lost_answer() throws Exception {
        server.loseNextAnswer();
        var book = Runbook.define("guide", "Guide", rb -> readOnly(rb, server));
        try (var engine = Emrops.engine(directory)) {
            var report = engine.start(book, REQUEST).await();

            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
            assertThat(report.steps().get(0).attempts()).hasSize(1);
        }
    }

    // tag::guards[]
    Notifier guarded(Guards guards, Notifier statusPage) {
        var settings = GuardSettings.defaults().openAfter(3, ofSeconds(30)).atMostAtATime(2);
        return guards.guard(Notifier.class, statusPage, settings);
    }
    // end::guards[]

    @Test
    void a_target_that_does_not_answer_is_left_alone_for_a_while() {
        var gone = guarded(Guards.create(), new StatusPage(directory.resolve("gone"), Set.of("all")));
        var notice = new Notice("all", "subject", "");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> gone.send(notice, "key")).isInstanceOf(TargetUnavailableException.class);
        }

        assertThatThrownBy(() -> gone.send(notice, "key"))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("no call is let through");
    }
}
