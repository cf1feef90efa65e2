package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.script.SessionState;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.view.Tables;
import io.emrops.testkit.sqlserver.view.Viewer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a session says of itself and of its server, in functions with and without brackets. */
final class SessionFacts {
    private static final SqlType NAME = SqlType.nvarchar(128);

    private final Conversation conversation;
    private final ObjectFacts objects;

    /** What a CATCH block is for; null outside of one. */
    private @Nullable SqlError caught;

    private boolean doomed;
    private boolean broken;

    SessionFacts(Conversation conversation) {
        this.conversation = conversation;
        this.objects = new ObjectFacts(conversation.session());
    }

    @Nullable
    SqlError caught() {
        return caught;
    }

    void caught(@Nullable SqlError now) {
        caught = now;
    }

    /** Whether the transaction can only be rolled back. */
    boolean doomed() {
        return doomed;
    }

    void doomed(boolean now) {
        doomed = now;
    }

    /** A statement is not answered to its end; the innermost one tells it first. */
    void broken(boolean aborts) {
        doomed |= aborts && !broken;
        broken = true;
    }

    Optional<Known> global(String name) {
        var settings = conversation.settings();
        var instance = conversation.engine().instance();
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "@@ROWCOUNT" -> integer(settings.rowCount());
            case "@@ERROR" -> integer(settings.error());
            case "@@TRANCOUNT" -> integer(state().openTransactions());
            case "@@SPID" -> known(SqlType.SMALLINT, state().spid());
            case "@@OPTIONS" -> integer(settings.bits());
            case "@@LOCK_TIMEOUT" -> integer(settings.lockTimeout());
            case "@@IDENTITY" -> known(SqlType.numeric(38, 0), settings.lastIdentity());
            case "@@SERVERNAME" -> known(NAME, instance.name());
            case "@@SERVICENAME" -> known(NAME, "MSSQLSERVER");
            case "@@VERSION" ->
                known(SqlType.nvarchar(300), conversation.engine().version());
            case "@@LANGUAGE" -> known(NAME, "us_english");
            case "@@LANGID", "@@PROCID" -> integer(0);
            case "@@NESTLEVEL" -> integer(0);
            case "@@DATEFIRST" -> known(SqlType.TINYINT, 7);
            case "@@MAX_PRECISION" -> known(SqlType.TINYINT, 38);
            case "@@MAX_CONNECTIONS" -> integer(32_767);
            case "@@TEXTSIZE" -> integer(Integer.MAX_VALUE);
            case "@@FETCH_STATUS", "@@CURSOR_ROWS" -> integer(0);
            default -> Optional.empty();
        };
    }

    Optional<Known> function(String name, List<@Nullable Object> arguments) {
        var known = arguments.isEmpty() ? plain(name) : Optional.<Known>empty();
        if (known.isPresent()) {
            return known;
        }
        return switch (name) {
            case "SUSER_SNAME", "SUSER_NAME", "SYSTEM_USER", "ORIGINAL_LOGIN" -> known(NAME, state().user());
            case "USER_NAME" -> known(NAME, "dbo");
            default ->
                new ServerFacts(viewer(), state())
                        .function(name, arguments)
                        .or(() -> objects.function(name, arguments, state().database()));
        };
    }

    /** Without arguments. */
    private Optional<Known> plain(String name) {
        var error = caught;
        return switch (name) {
            case "DB_NAME" -> known(NAME, state().database());
            case "SCHEMA_NAME", "USER_NAME", "CURRENT_USER", "SESSION_USER", "USER" -> known(NAME, "dbo");
            case "HOST_NAME" -> known(NAME, state().host());
            case "APP_NAME", "PROGRAM_NAME" -> known(NAME, state().application());
            case "HOST_ID" -> known(SqlType.fixedChar(10), "1");
            case "SCOPE_IDENTITY" ->
                known(SqlType.numeric(38, 0), conversation.settings().scopeIdentity());
            case "ROWCOUNT_BIG" -> known(SqlType.BIGINT, conversation.settings().rowCount());
            case "XACT_STATE" -> known(SqlType.SMALLINT, state().openTransactions() == 0 ? 0 : doomed ? -1 : 1);
            case "ERROR_NUMBER" -> known(SqlType.INT, error == null ? null : error.number());
            case "ERROR_SEVERITY" -> known(SqlType.INT, error == null ? null : error.severity());
            case "ERROR_STATE" -> known(SqlType.INT, error == null ? null : error.state());
            case "ERROR_LINE" -> known(SqlType.INT, error == null ? null : error.line());
            case "ERROR_MESSAGE" -> known(SqlType.nvarchar(4000), error == null ? null : error.text());
            case "ERROR_PROCEDURE" ->
                known(NAME, error == null || error.procedure().isEmpty() ? null : error.procedure());
            default -> Optional.empty();
        };
    }

    Viewer viewer() {
        return Viewer.of(
                conversation.engine().instance(), conversation.session().caller(state()), Tables.NONE);
    }

    private SessionState state() {
        return conversation.state();
    }

    private static Optional<Known> integer(long value) {
        return known(SqlType.INT, (int) value);
    }

    private static Optional<Known> known(SqlType type, @Nullable Object value) {
        return Optional.of(new Known(type, value));
    }
}
