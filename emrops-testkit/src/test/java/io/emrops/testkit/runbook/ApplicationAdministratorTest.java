package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.InDoubt;
import io.emrops.PreconditionFailedException;
import io.emrops.Probe;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Target;
import io.emrops.core.Emrops;
import io.emrops.core.command.CommandResult;
import io.emrops.core.command.Commands;
import io.emrops.core.database.RowCount;
import io.emrops.core.database.SecretFile;
import io.emrops.database.Databases;
import io.emrops.database.OneTimeSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An application's own administrator, made by the application's own program, as by {@code npm run db:create-admin}. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
class ApplicationAdministratorTest {
    private static final String PURPOSE = "scheduler/admin";

    @TempDir
    private Path directory;

    private Path users;
    private SecretFile secrets;
    private RowCount admins;

    @BeforeEach
    void prepare() throws IOException {
        users = Files.writeString(directory.resolve("users.csv"), "role\nCLERK\n");
        secrets = SecretFile.in(directory.resolve("secrets"));
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:");
        admins = RowCount.of(
                database,
                new Target("database", "HospitalScheduler", "scheduler"),
                "administrators",
                "SELECT COUNT(*) FROM CSVREAD('" + users + "') WHERE ROLE = 'ADMIN'");
    }

    /** @param program reads the secret from its input */
    private Runbook book(String program) {
        return Runbook.define("first-admin", "First administrator", rb -> {
            rb.require("none", "There is no administrator yet", admins.is(0));
            rb.step("secret", "Make a secret", Databases.oneTimeSecret(PURPOSE, secrets))
                    .inDoubt(InDoubt.rerun());
            rb.step(
                            "create",
                            "Create the administrator",
                            Commands.run("sh", "-c", program).in(directory).input(secrets.secret(PURPOSE)))
                    .inDoubt(InDoubt.probe(run -> admins.count() == 0
                            ? Probe.notApplied()
                            : Probe.applied(new CommandResult(0, Duration.ZERO, "", false))))
                    .nothingToUndo("an administrator who was made stays");
            rb.verify("one", "There is one administrator", admins.is(1));
        });
    }

    private Report run(String program) throws InterruptedException {
        try (var engine = Emrops.engine(directory.resolve("journal"))) {
            return engine.start(book(program), RunRequest.by("m.meier")).await();
        }
    }

    @Test
    void the_program_gets_the_secret_that_was_delivered_and_nobody_else_sees_it() throws Exception {
        var report =
                run("read secret; printf %s \"$secret\" > got; echo \"secret is $secret\"; echo ADMIN >> users.csv");

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        var file = secrets.file(PURPOSE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var secret = Files.readAllLines(file).get(1);
        assertThat(secret).hasSize(OneTimeSecret.LENGTH);
        assertThat(Files.readString(directory.resolve("got"))).isEqualTo(secret);
        assertThat(report.toMarkdown()).contains("secret is ***").doesNotContain(secret);
        try (var files = Files.walk(directory.resolve("journal"))) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(each, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
            }
        }
    }

    @Test
    void where_there_is_one_already_no_secret_is_made() throws Exception {
        Files.writeString(users, "role\nADMIN\n");

        var report = run("echo ADMIN >> users.csv");

        assertThat(report.state()).isNotEqualTo(RunState.SUCCEEDED);
        assertThat(report.toMarkdown()).contains("HospitalScheduler has 1 administrators, not 0");
        assertThat(secrets.file(PURPOSE)).doesNotExist();
    }

    @Test
    void a_program_that_fails_leaves_no_secret_that_opens_nothing() throws Exception {
        var report = run("exit 3");

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(secrets.file(PURPOSE)).doesNotExist();
    }

    @Test
    void a_program_that_makes_two_is_found_out() throws Exception {
        var report = run("echo ADMIN >> users.csv; echo ADMIN >> users.csv");

        assertThat(report.succeeded()).isFalse();
        assertThat(report.toMarkdown()).contains("HospitalScheduler has 2 administrators, not 1");
    }

    @Test
    void a_file_that_is_for_something_else_is_left_alone() throws Exception {
        secrets.deliver(PURPOSE, OneTimeSecret.generate());
        secrets.deliver(PURPOSE, OneTimeSecret.generate());
        var file = secrets.file(PURPOSE);
        Files.writeString(file, "something else\nof somebody else\n");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> secrets.deliver(PURPOSE, OneTimeSecret.generate()));
        secrets.withdraw(PURPOSE);
        assertThat(file).hasContent("something else\nof somebody else");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> secrets.secret(PURPOSE).use(value -> {}));
        assertThatThrownBy(() -> secrets.file("two\nlines")).isInstanceOf(IllegalArgumentException.class);
    }
}
