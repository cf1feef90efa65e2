package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.translation.SessionOptions;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Transactions, settings, the database, and administration. */
final class SessionStatements {
    private static final Set<String> PLAYED_ALONE_AS = Set.of("DATEFIRST:7", "DATEFORMAT:MDY", "ROWCOUNT:0");

    private static final Set<String> LANGUAGES = Set.of("US_ENGLISH", "ENGLISH");

    /** With these, statements would do something else than they do here. */
    private static final Set<String> NOT_PLAYED = Set.of(
            "ANSI_DEFAULTS OFF",
            "ANSI_NULL_DFLT_OFF ON",
            "ANSI_NULL_DFLT_ON OFF",
            "ANSI_WARNINGS OFF",
            "ARITHABORT OFF",
            "NOEXEC ON",
            "NUMERIC_ROUNDABORT ON",
            "PARSEONLY ON");

    private final Conversation conversation;
    private final Variables variables;
    private final SessionFacts facts;

    SessionStatements(Conversation conversation, Variables variables, SessionFacts facts) {
        this.conversation = conversation;
        this.variables = variables;
        this.facts = facts;
    }

    void run(Statement.Session statement, StatementRunner runner) throws Raised, IOException {
        var control = conversation.control();
        if (statement instanceof Statement.BeginTransaction begin) {
            var name = name(begin.name());
            control.beginTransaction(name);
            if (begin.mark().isPresent()) {
                conversation.session().transaction().mark(name);
            }
        } else if (statement instanceof Statement.Commit commit) {
            if (facts.doomed()) {
                throw raised(conversation.engine().message(3930), commit.line());
            }
            require(control.commit(), commit.line());
        } else if (statement instanceof Statement.Rollback rollback) {
            if (facts.doomed() && conversation.session().transaction().hasSavepoint(name(rollback.name()))) {
                throw raised(conversation.engine().message(3930), rollback.line());
            }
            var refusal = control.rollback(name(rollback.name()));
            facts.doomed(facts.doomed() && conversation.state().openTransactions() > 0);
            require(refusal, rollback.line());
        } else if (statement instanceof Statement.Save save) {
            require(control.save(name(save.name())), save.line());
        } else if (statement instanceof Statement.SetOption option) {
            set(option);
        } else if (statement instanceof Statement.SetIdentityInsert set) {
            identityInsert(set, runner);
        } else if (statement instanceof Statement.Use use) {
            use(use);
            conversation.settings().rowCount(0);
        } else if (statement instanceof Statement.Administration administration) {
            administer(administration, runner);
        }
    }

    private static void require(Optional<SqlError> refusal, int line) throws Raised {
        if (refusal.isPresent()) {
            throw raised(refusal.get(), line);
        }
    }

    /** What follows was meant for the other database: it is not run. That no CATCH of the same text is entered is not documented. */
    private void use(Statement.Use use) throws Raised, IOException {
        var refusal = conversation.control().use(written(use.database()));
        if (refusal.isPresent()) {
            throw new Raised(List.of(refusal.get().in("", use.line())), Reach.SCOPE);
        }
    }

    /** As the database writes itself. */
    private String written(String database) {
        return conversation
                .engine()
                .databaseId(database)
                .flatMap(conversation.engine()::databaseName)
                .orElse(database);
    }

    private void administer(Statement.Administration administration, StatementRunner runner)
            throws Raised, IOException {
        var status = administer(administration.statement(), administration.line(), runner);
        if (administration.statement() instanceof ProcedureCall call
                && call.result().isPresent()) {
            var variable = call.result().get().name();
            if (!variables.isDeclared(variable)) {
                throw new Raised(
                        List.of(conversation.engine().message(137, variable).in("", administration.line())),
                        Reach.SCOPE);
            }
            variables.set(variable, status);
        }
    }

    /** @return what a procedure returns */
    int administer(AdminStatement statement, int line, StatementRunner runner) throws Raised, IOException {
        conversation.control().statement(StatementNames.of(statement));
        if (!(statement instanceof ProcedureCall)) {
            conversation.control().touchTransaction();
        }
        if (Engine.asksForTables(statement)) {
            runner.run(StatementNames.of(statement), line, surroundings -> {
                conversation.engine().contents().bringUpToDate(conversation.session());
                return statement;
            });
        }
        var done = conversation
                .engine()
                .administrators()
                .run(statement, conversation.state(), variables.forAdministration(), conversation.reply());
        if (!done.errors().isEmpty()) {
            throw new Raised(done.errors(), Reach.STATEMENT);
        }
        return done.returnStatus();
    }

    private String name(String written) {
        if (!written.startsWith("@")) {
            return written;
        }
        return variables
                .value(written)
                .map(known -> known.value() == null ? "" : known.value().toString())
                .orElse(written);
    }

    private static Raised raised(SqlError error, int line) {
        return new Raised(List.of(error.in("", line)), Reach.STATEMENT);
    }

    private void set(Statement.SetOption option) throws Raised {
        var settings = conversation.settings();
        var value = name(option.value());
        switch (option.option()) {
            case "TRANSACTION ISOLATION LEVEL" -> isolation(value);
            case "LOCK_TIMEOUT" -> settings.lockTimeout(number(value));
            case "IMPLICIT_TRANSACTIONS" -> {
                settings.set(option.option(), value.equals("ON"));
                conversation.control().implicitTransactions(value.equals("ON"));
            }
            case "DATEFIRST", "DATEFORMAT", "ROWCOUNT" -> {
                if (!PLAYED_ALONE_AS.contains(option.option() + ":" + value.toUpperCase(Locale.ROOT))) {
                    throw raised(notPlayed("SET " + option.option() + " " + value), option.line());
                }
            }
            case "QUOTED_IDENTIFIER", "ANSI_NULLS", "CONCAT_NULL_YIELDS_NULL" -> {
                // A batch that is already read goes on as it was read, and drivers switch them on alone.
                settings.set(option.option(), value.equals("ON"));
                if (!value.equals("ON")) {
                    throw raised(notPlayed("SET " + option.option() + " OFF"), option.line());
                }
            }
            case "ANSI_DEFAULTS" -> {
                requirePlayed(option);
                for (var each : List.of("ANSI_NULLS", "ANSI_PADDING", "ANSI_WARNINGS", "QUOTED_IDENTIFIER")) {
                    settings.set(each, value.equals("ON"));
                }
            }
            case "LANGUAGE" -> {
                if (!LANGUAGES.contains(value.toUpperCase(Locale.ROOT))) {
                    throw raised(notPlayed("SET LANGUAGE " + value), option.line());
                }
            }
            default -> {
                requirePlayed(option);
                settings.set(option.option(), value.equals("ON"));
            }
        }
    }

    private static void requirePlayed(Statement.SetOption option) throws Raised {
        var setting = option.option() + " " + option.value();
        if (NOT_PLAYED.contains(setting)) {
            throw raised(notPlayed("SET " + setting), option.line());
        }
    }

    private static SqlError notPlayed(String what) {
        return SqlError.of(50_000, 16, "The simulated server does not do " + what + ".");
    }

    private void isolation(String level) {
        try {
            conversation.session().isolation(level);
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
        conversation.control().isolationLevel(level);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void identityInsert(Statement.SetIdentityInsert set, StatementRunner runner) throws Raised, IOException {
        var settings = conversation.settings();
        runner.run("SET IDENTITY_INSERT", set.line(), surroundings -> {
            var engine = conversation.engine();
            var name = set.table();
            if (name.name().startsWith("#")) {
                var table = conversation.session().temporaries().table(name.name());
                settings.options(new SessionOptions(
                        set.on()
                                ? table.map(found -> new SessionOptions.TableId(
                                        0, found.table().objectId()))
                                : Optional.empty()));
                return true;
            }
            var database = new SessionDatabases(conversation.session())
                    .open(name.database().isEmpty() ? surroundings.database() : name.database());
            var table = database.catalog().table(name.schema().isEmpty() ? "dbo" : name.schema(), name.name());
            if (table.isEmpty()) {
                throw refusal(engine.message(1088, name.name()).withState(11));
            }
            if (table.get().identity().isEmpty()) {
                throw refusal(engine.message(8106, name.name()));
            }
            var id = new SessionOptions.TableId(database.id(), table.get().objectId());
            var before = settings.options().identityInsert();
            if (set.on() && before.isPresent() && !before.get().equals(id)) {
                var other = database.catalog().tables().values().stream()
                        .filter(candidate ->
                                candidate.objectId() == before.get().objectId())
                        .findFirst();
                throw refusal(engine.message(
                        8107,
                        database.name(),
                        other.map(found -> found.schema()).orElse("dbo"),
                        other.map(found -> found.name()).orElse(""),
                        name.name()));
            }
            if (set.on()) {
                settings.options(new SessionOptions(Optional.of(id)));
            } else if (before.equals(Optional.of(id))) {
                settings.options(SessionOptions.NONE);
            }
            return true;
        });
    }

    private static Refusal refusal(SqlError error) {
        return new Refusal(List.of(error));
    }

    void waitFor(Statement.WaitFor wait, BatchInterpreter interpreter) throws Raised, IOException {
        var when = interpreter.value(wait.when(), SqlType.nvarchar(50), wait.line());
        conversation.reply().pause(duration(String.valueOf(when), wait));
    }

    private Duration duration(String text, Statement.WaitFor wait) throws Raised {
        try {
            var time = LocalTime.parse(text.length() == 4 || text.indexOf(':') == 1 ? "0" + text : text);
            if (!wait.untilTime()) {
                return Duration.between(LocalTime.MIDNIGHT, time);
            }
            var instance = conversation.engine().instance();
            var now = LocalTime.ofInstant(instance.now(), instance.zone());
            var until = Duration.between(now, time);
            return until.isNegative() ? until.plusDays(1) : until;
        } catch (DateTimeParseException e) {
            throw raised(
                    SqlError.of(148, 15, "Incorrect time syntax in time string '" + text + "' used with WAITFOR."),
                    wait.line());
        }
    }
}
