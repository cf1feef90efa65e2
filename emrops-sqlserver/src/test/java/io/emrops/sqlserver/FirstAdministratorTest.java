package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.emrops.EmropsException;
import io.emrops.InDoubt;
import io.emrops.PreconditionFailedException;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.database.Administrator;
import io.emrops.database.AdministratorRequest;
import io.emrops.database.Databases;
import io.emrops.database.SecretDelivery;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.sqlserver.restore.CutSource.Died;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@Tag("long")
class FirstAdministratorTest {
    private static final String DATABASE = "EMR]Next";
    private static final String LOGIN = "emr_admin";
    private static final AdministratorRequest REQUEST =
            new AdministratorRequest(DATABASE, LOGIN, "db_owner", "go-live/admin#1");
    private static final Pattern CHANGE = Pattern.compile("DECLARE @granted|CREATE LOGIN|EXEC ");

    private static final int WRONG = 18456;
    private static final int TO_BE_REPLACED = 18488;

    private final SimulatedSqlServer server =
            SimulatedSqlServer.builder().encryption(Encryption.REQUIRED).start();
    private final Pocket pocket = new Pocket();
    private final SqlServer sql = SqlServer.of(server.dataSource());
    private DataSource emr;

    /** Whoever the secret is delivered to. */
    private static final class Pocket implements SecretDelivery {
        private final List<String> delivered = new ArrayList<>();
        private Runnable whenDelivered = () -> {};

        @Override
        public void deliver(String purpose, Secret secret) {
            assertThat(purpose).isEqualTo(DATABASE + "/" + LOGIN);
            secret.use(value -> delivered.add(new String(value)));
            whenDelivered.run();
        }

        @Override
        public void withdraw(String purpose) {
            delivered.add("");
        }

        @Override
        public String describe() {
            return "a pocket";
        }

        String last() {
            return delivered.get(delivered.size() - 1);
        }
    }

    @BeforeEach
    void create() {
        emr = server.createDatabase(DATABASE);
    }

    @AfterEach
    void close() {
        sql.close();
        server.close();
    }

    private int login(String password) {
        try (var connection = emr.getConnection(LOGIN, password)) {
            assertThat(connection.isValid(5)).isTrue();
            return 0;
        } catch (SQLException e) {
            return e.getErrorCode();
        }
    }

    private boolean isThere() {
        return server.instance().security().logins().contains(LOGIN);
    }

    private void somebodyElse(String login) {
        server.login(login, "a password");
        server.instance().security().role(login, DATABASE, DatabaseRole.DB_OWNER);
    }

    @Test
    void the_first_administrator_comes_in_with_a_secret_that_has_to_be_replaced() throws Exception {
        assertThat(sql.admin().preview(REQUEST))
                .containsExactly(
                        "makes login emr_admin, with a one-time secret that has to be replaced at the first login",
                        "lets it into EMR]Next",
                        "makes it a member of db_owner, which has nobody else");

        var made = sql.admin().createFirst(REQUEST, pocket);

        assertThat(made).isEqualTo(new Administrator(DATABASE, LOGIN, "db_owner", true, false));
        assertThat(sql.admin().administrators(DATABASE, "db_owner")).containsExactly(LOGIN);
        assertThat(login(pocket.last())).isEqualTo(TO_BE_REPLACED);
        assertThat(login("Some-Other-Secret-1")).isEqualTo(WRONG);
        server.instance().security().replacePassword(LOGIN, "My-Own-Horse-8");
        assertThat(login("My-Own-Horse-8")).isZero();
        assertThat(sql.admin().find(REQUEST))
                .hasValueSatisfying(found -> assertThat(found.secretUsed()).isTrue());
    }

    @Test
    void the_secret_is_delivered_before_there_is_a_login() throws Exception {
        var thereWhenDelivered = new ArrayList<Boolean>();
        pocket.whenDelivered = () -> thereWhenDelivered.add(isThere());

        sql.admin().createFirst(REQUEST, pocket);

        assertThat(thereWhenDelivered).containsExactly(false);
        assertThat(isThere()).isTrue();
    }

    @Test
    void a_secret_that_cannot_be_delivered_makes_no_login_and_is_in_no_exception() {
        pocket.whenDelivered = () -> {
            throw new IllegalStateException("no room for " + pocket.last());
        };

        var failure = catchThrowable(() -> sql.admin().createFirst(REQUEST, pocket));

        assertThat(failure)
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("could not be delivered to a pocket (IllegalStateException). No login was made");
        assertThat(CaughtLog.everything(failure)).doesNotContain(pocket.delivered.get(0));
        assertThat(isThere()).isFalse();
    }

    @Test
    void where_there_is_an_administrator_no_second_one_is_the_first() {
        somebodyElse("clerk");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> sql.admin().preview(REQUEST))
                .withMessage(
                        "EMR]Next has an administrator already: clerk. The first is not made; nothing was changed");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> sql.admin().createFirst(REQUEST, pocket));
        assertThat(pocket.delivered).isEmpty();
        assertThat(isThere()).isFalse();
    }

    @Test
    void the_same_administrator_is_left_as_it_is() throws Exception {
        somebodyElse(LOGIN);

        var found = sql.admin().createFirst(REQUEST, pocket);

        assertThat(found).isEqualTo(new Administrator(DATABASE, LOGIN, "db_owner", false, false));
        assertThat(sql.admin().preview(REQUEST)).isEmpty();
        assertThat(pocket.delivered).isEmpty();
        sql.admin().remove(REQUEST);
        assertThat(sql.admin().administrators(DATABASE, "db_owner")).containsExactly(LOGIN);
    }

    @Test
    void a_login_of_that_name_that_others_made_is_not_made_an_administrator() {
        server.login(LOGIN, "a password");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> sql.admin().createFirst(REQUEST, pocket))
                .withMessageContaining("There is a login emr_admin that was not made here");
        assertThat(pocket.delivered).isEmpty();
    }

    @Test
    void who_may_not_make_logins_is_told_before_a_secret_is_made() {
        server.login("clerk", "Some-Clerk-1");
        server.instance().security().user("clerk", DATABASE);
        server.instance().security().grant("clerk", Permission.VIEW_ANY_DEFINITION);

        try (var poor = SqlServer.at(server.jdbcUrl())
                .user("clerk", Secret.of("Some-Clerk-1".toCharArray()))
                .build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> poor.admin().createFirst(REQUEST, pocket))
                    .withMessageContaining("ALTER ANY LOGIN and CONTROL on database EMR]Next");
        }
        assertThat(pocket.delivered).isEmpty();
    }

    @Test
    void a_login_that_the_server_refuses_leaves_no_secret_behind_and_none_in_the_log() {
        server.script()
                .when(RequestPattern.startingWith("CREATE LOGIN"))
                .answer(Answer.error(SqlError.of(15118, 16, "Password validation failed.")));

        try (var log = new CaughtLog()) {
            var failure = catchThrowable(() -> sql.admin().createFirst(REQUEST, pocket));

            assertThat(failure).isInstanceOf(StepFailedException.class).hasMessageContaining("15118");
            assertThat(pocket.delivered).hasSize(2).last().isEqualTo("");
            assertThat(log.text() + CaughtLog.everything(failure)).doesNotContain(pocket.delivered.get(0));
        }
    }

    @Test
    void a_password_of_ones_own_is_never_replaced_when_what_was_cut_off_goes_on() throws Exception {
        try (var next = cutOff(Cut.DIES_AFTER, changes().get(1))) {
            assertThat(isThere()).isTrue();
            server.instance().security().replacePassword(LOGIN, "My-Own-Horse-8");
            var before = pocket.delivered.size();
            assertThat(next.admin().preview(REQUEST)).hasSize(2).noneMatch(line -> line.contains("secret"));

            var made = next.admin().createFirst(REQUEST, pocket);

            assertThat(made).isEqualTo(new Administrator(DATABASE, LOGIN, "db_owner", true, true));
            assertThat(pocket.delivered).hasSize(before);
            assertThat(login("My-Own-Horse-8")).isZero();
        }
    }

    @Test
    void whoever_replaces_it_while_another_is_delivered_keeps_their_own() throws Exception {
        try (var next = cutOff(Cut.DIES_AFTER, changes().get(1))) {
            pocket.whenDelivered = () -> server.instance().security().replacePassword(LOGIN, "My-Own-Horse-8");

            var made = next.admin().createFirst(REQUEST, pocket);

            assertThat(made.secretUsed()).isTrue();
            assertThat(pocket.last()).isEmpty();
            assertThat(login("My-Own-Horse-8")).isZero();
        }
    }

    @Test
    void a_login_of_which_the_server_does_not_say_whether_its_secret_was_used_is_left_alone() throws Exception {
        try (var next = cutOff(Cut.DIES_AFTER, changes().get(1))) {
            var before = pocket.delivered.size();
            server.script()
                    .when(RequestPattern.containing("AS must_change"))
                    .answer(Answer.rows("must_change int").row((Object) null));

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> next.admin().createFirst(REQUEST, pocket))
                    .withMessageContaining("does not say whether the password of login emr_admin was replaced");

            assertThat(pocket.delivered).hasSize(before);
        }
    }

    @Test
    void who_does_not_see_the_administrators_is_not_told_that_there_are_none() {
        somebodyElse("owner");
        server.login("clerk", "Some-Clerk-1");
        server.instance().security().user("clerk", DATABASE);

        try (var poor = SqlServer.at(server.jdbcUrl())
                .user("clerk", Secret.of("Some-Clerk-1".toCharArray()))
                .build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> poor.admin().administrators(DATABASE, "db_owner"))
                    .withMessageContaining("lacks VIEW DEFINITION");
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> poor.admin().find(REQUEST));
        }
    }

    @Test
    void a_driver_that_logs_statements_is_given_no_secret() {
        var log = java.util.logging.Logger.getLogger("com.microsoft.sqlserver.jdbc");
        var parents = log.getUseParentHandlers();
        log.setUseParentHandlers(false);
        log.setLevel(Level.FINER);
        try {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> sql.admin().createFirst(REQUEST, pocket))
                    .withMessageContaining("com.microsoft.sqlserver.jdbc")
                    .withMessageContaining("nothing was changed");
        } finally {
            log.setLevel(null);
            log.setUseParentHandlers(parents);
        }
        assertThat(pocket.delivered).isEmpty();
        assertThat(isThere()).isFalse();
    }

    @Test
    void an_administrator_who_is_inside_is_not_removed_and_one_who_has_left_is() throws Exception {
        sql.admin().createFirst(REQUEST, pocket);
        server.instance().security().replacePassword(LOGIN, "My-Own-Horse-8");
        try (var inside = emr.getConnection(LOGIN, "My-Own-Horse-8")) {
            assertThat(inside.isValid(5)).isTrue();
            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> sql.admin().remove(REQUEST))
                    .withMessageContaining("15434");
        }
        await().until(() -> server.instance().sessions().all().stream()
                .noneMatch(session -> session.login().name().equals(LOGIN)));

        sql.admin().remove(REQUEST);
        sql.admin().remove(REQUEST);

        assertThat(isThere()).isFalse();
    }

    /** The process dies, or its connection does, at each statement that changes something; another process goes on. */
    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"DIES_AFTER", "LOST_ANSWER"})
    void whatever_is_cut_off_ends_with_one_administrator_who_has_the_last_secret(Cut how) throws Exception {
        for (var at : changes()) {
            try (var next = cutOff(how, at)) {
                var made = next.admin().createFirst(REQUEST, pocket);

                assertThat(made.made()).isTrue();
                assertThat(next.admin().administrators(DATABASE, "db_owner")).containsExactly(LOGIN);
                assertThat(login(pocket.last())).as(how + " at " + at).isEqualTo(TO_BE_REPLACED);
                next.admin().remove(REQUEST);
            }
        }
    }

    @Test
    void whatever_is_cut_off_can_be_undone() throws Exception {
        for (var at : changes()) {
            try (var next = cutOff(Cut.DIES_AFTER, at)) {
                next.admin().remove(REQUEST);

                assertThat(isThere()).as("at " + at).isFalse();
                assertThat(next.admin().administrators(DATABASE, "db_owner")).isEmpty();
            }
        }
    }

    /** Which of the statements of a making change something. */
    private List<Integer> changes() throws InterruptedException {
        var source = new CutSource(server.dataSource());
        try (var whole = SqlServer.of(source)) {
            whole.facts();
            source.cut(Cut.NEVER, 0, () -> {});
            whole.admin().createFirst(REQUEST, pocket);
            var sent = source.sent();
            whole.admin().remove(REQUEST);
            var changes = IntStream.range(0, sent.size())
                    .filter(i -> CHANGE.matcher(sent.get(i)).lookingAt())
                    .mapToObj(i -> i + 1)
                    .toList();
            assertThat(changes).as(sent.toString()).hasSize(4);
            return changes;
        }
    }

    /** @return another process */
    private SqlServer cutOff(Cut how, int at) {
        var source = new CutSource(server.dataSource());
        var cut = SqlServer.of(source);
        cut.facts();
        source.cut(how, at, () -> server.script().faults().onNextRequest(Fault.close()));
        assertThat(catchThrowable(() -> cut.admin().createFirst(REQUEST, pocket)))
                .isInstanceOfAny(Died.class, EmropsException.class);
        source.kill();
        cut.close();
        return SqlServer.of(server.dataSource());
    }

    @Test
    void a_run_keeps_the_secret_out_of_its_journal_and_undoes_what_it_made(@TempDir Path journal) throws Exception {
        var book = Runbook.define("admin", "First administrator", rb -> {
            rb.require("none", "There is none yet", Databases.hasNoAdministrator(sql.admin(), DATABASE));
            rb.step("admin", "Make it", Databases.firstAdministrator(sql.admin(), DATABASE, LOGIN, pocket))
                    .inDoubt(InDoubt.probe());
            rb.verify("one", "There is one", Databases.hasOnlyAdministrator(sql.admin(), DATABASE, LOGIN));
            rb.action("loud", "Says too much", run -> {
                        run.log("the secret is " + pocket.last());
                        throw new IllegalStateException("the secret was " + pocket.last());
                    })
                    .nothingToUndo("it only talks");
        });

        try (var engine = Emrops.engine(journal)) {
            var report = engine.start(book, RunRequest.by("m.meier")).await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(report.toMarkdown()).doesNotContain(pocket.delivered.get(0));
        }
        assertThat(isThere()).isFalse();
        assertThat(pocket.last()).isEmpty();
        assertThat(filesUnder(journal)).doesNotContain(pocket.delivered.get(0)).contains(LOGIN);
    }

    private static String filesUnder(Path directory) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
