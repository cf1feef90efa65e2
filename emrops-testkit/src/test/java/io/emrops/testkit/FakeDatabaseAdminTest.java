package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.core.Emrops;
import io.emrops.database.AdministratorRequest;
import io.emrops.database.DatabaseAdmin;
import io.emrops.database.Databases;
import io.emrops.database.SecretDelivery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeDatabaseAdminTest extends DatabaseAdminContract {
    private static final AdministratorRequest REQUEST =
            new AdministratorRequest(DATABASE, LOGIN, "db_owner", "go-live");

    private final FakeDatabaseAdmin fake = FakeDatabaseAdmin.of("sql01").database(DATABASE);
    private final List<String> delivered = new ArrayList<>();
    private final SecretDelivery pocket = new SecretDelivery() {
        @Override
        public void deliver(String purpose, Secret secret) {
            secret.use(value -> delivered.add(new String(value)));
        }

        @Override
        public String describe() {
            return "a pocket";
        }
    };

    @Override
    protected DatabaseAdmin admin() {
        return fake;
    }

    @Override
    protected void makeLogin(String login) {
        fake.login(login);
    }

    @Override
    protected void makeAdministrator(String login) {
        fake.administrator(DATABASE, "db_owner", login);
    }

    @Override
    protected boolean hasLogin(String login) {
        return fake.logins().contains(login);
    }

    @Override
    protected boolean opens(String login, String secret) {
        return fake.opens(login, secret);
    }

    @Override
    protected void replaceSecret(String login) {
        fake.replaceSecret(login);
    }

    @Test
    void an_answer_that_is_lost_leaves_an_administrator_that_the_key_finds() throws Exception {
        fake.loseConnectionAfter("createFirst");

        assertThatThrownBy(() -> fake.createFirst(REQUEST, pocket)).isInstanceOf(OutcomeUnknownException.class);

        assertThat(fake.applied()).hasToString("[createFirst(EMRNext, emr_admin, db_owner, go-live)]");
        assertThat(fake.find(REQUEST))
                .hasValueSatisfying(found -> assertThat(found.made()).isTrue());
        assertThat(fake.opens(LOGIN, delivered.get(0))).isTrue();
    }

    @Test
    void what_was_half_made_is_finished_with_a_new_secret_or_removed() throws Exception {
        fake.halfMade(REQUEST);
        assertThat(fake.find(REQUEST)).isEmpty();
        assertThat(fake.preview(REQUEST))
                .containsExactly("gives login emr_admin a one-time secret", "makes it a member of db_owner");

        fake.createFirst(REQUEST, pocket);
        assertThat(fake.opens(LOGIN, delivered.get(0))).isTrue();

        fake.remove(REQUEST);
        fake.halfMade(REQUEST).remove(REQUEST);
        assertThat(fake.logins()).isEmpty();
    }

    @Test
    void a_process_that_comes_later_finds_the_administrator_and_no_secret(@TempDir Path directory) throws Exception {
        var file = directory.resolve("admin");
        fake.keptIn(file).createFirst(REQUEST, pocket);

        var later = FakeDatabaseAdmin.of("sql01").keptIn(file);

        assertThat(later.administrators(DATABASE, "db_owner")).containsExactly(LOGIN);
        assertThat(later.opens(LOGIN, delivered.get(0))).isTrue();
        assertThat(Files.readString(file)).contains(LOGIN).doesNotContain(delivered.get(0));
    }

    @Test
    void one_that_was_made_when_the_step_was_done_anew_is_removed_by_an_undo() throws Exception {
        fake.failNext("createFirst", new PreconditionFailedException("not today"));
        var book = Runbook.define("go-live", "Go live", rb -> {
            rb.withoutAutomaticUndo();
            rb.step(
                            "admin",
                            "Make the first administrator",
                            Databases.firstAdministrator(fake, DATABASE, LOGIN, pocket))
                    .inDoubt(InDoubt.probe());
            rb.verify("never", "It is not to be", run -> Finding.notOk("no"));
        });
        try (var engine = Emrops.inMemory().build()) {
            var failed = engine.start(book, RunRequest.by("m.meier")).await();
            assertThat(fake.logins()).isEmpty();
            engine.resumeFrom(book, failed.runId(), "admin", ResumeRequest.by("m.meier"))
                    .await();
            assertThat(fake.logins()).containsExactly(LOGIN);

            var undone = engine.undo(book, failed.runId(), ResumeRequest.by("m.meier"))
                    .await();

            assertThat(undone.state()).as(undone.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(fake.logins()).isEmpty();
        }
    }

    @Test
    void a_database_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> fake.administrators("EMROld", "db_owner"))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("EMROld");
    }
}
