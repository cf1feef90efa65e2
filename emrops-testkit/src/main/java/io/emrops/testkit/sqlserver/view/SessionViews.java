package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.Sessions.OpenTransaction;
import io.emrops.testkit.sqlserver.instance.Sessions.Session;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the views and functions about sessions, their connections and their transactions. */
final class SessionViews {
    private static final List<String> LEVELS =
            List.of("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "SNAPSHOT");

    private SessionViews() {}

    private static List<Session> all(Viewer viewer) {
        return viewer.instance().sessions().all();
    }

    /** Whoever may not see the state of the server sees itself. */
    static boolean isShown(Viewer viewer, int spid) {
        return spid == viewer.caller().spid() || Requirement.PERFORMANCE.isMetBy(viewer);
    }

    static void sessions(Viewer viewer, Rows rows) {
        for (var session : all(viewer)) {
            if (!isShown(viewer, session.spid())) {
                continue;
            }
            var login = session.login();
            rows.row()
                    .set("session_id", session.spid())
                    .set("login_time", viewer.local(session.since()))
                    .set("host_name", login.host())
                    .set("program_name", login.program())
                    .set("client_interface_name", login.library())
                    .set("security_id", Principals.sid(viewer, login.name()))
                    .set("login_name", login.name())
                    .set("status", session.running() ? "running" : "sleeping")
                    .set("last_request_start_time", viewer.local(session.lastBegan()))
                    .set(
                            "last_request_end_time",
                            viewer.localOrNull(session.lastEnded().orElse(null)))
                    .set("transaction_isolation_level", level(session.isolationLevel()))
                    .set("original_security_id", Principals.sid(viewer, login.name()))
                    .set("original_login_name", login.name())
                    .set("database_id", databaseId(viewer, session.database()))
                    .set("open_transaction_count", session.openTransactions());
        }
    }

    static void connections(Viewer viewer, Rows rows) {
        for (var session : all(viewer)) {
            rows.row()
                    .set("session_id", session.spid())
                    .set("most_recent_session_id", session.spid())
                    .set("connect_time", viewer.local(session.since()))
                    .set("encrypt_option", session.login().encrypted() ? "TRUE" : "FALSE")
                    .set("last_read", viewer.local(session.lastBegan()))
                    .set("last_write", viewer.local(session.lastEnded().orElse(session.since())))
                    .set("net_packet_size", session.login().packetSize())
                    .set("connection_id", session.connection())
                    .set("most_recent_sql_handle", SqlHandle.of(session.text()));
        }
    }

    static void locks(Viewer viewer, Rows rows) {
        for (var session : all(viewer)) {
            var database = databaseId(viewer, session.database());
            if (isLocked(database)) {
                rows.row()
                        .set("resource_database_id", database)
                        .set("request_session_id", session.spid())
                        .set(
                                "request_owner_lockspace_id",
                                "0x" + HexFormat.of().withUpperCase().toHexDigits((long) session.spid()) + ":0:0")
                        .set("lock_owner_address", address(session.spid()));
            }
        }
    }

    /** Nobody can take master or tempdb away. */
    private static boolean isLocked(int database) {
        return database > 2;
    }

    static void sessionTransactions(Viewer viewer, Rows rows) {
        for (var session : all(viewer)) {
            session.transaction()
                    .ifPresent(transaction -> rows.row()
                            .set("session_id", session.spid())
                            .set("transaction_id", transaction.id())
                            .set("transaction_descriptor", bytes(transaction.id()))
                            .set("open_transaction_count", session.openTransactions()));
        }
    }

    static void activeTransactions(Viewer viewer, Rows rows) {
        for (var session : all(viewer)) {
            session.transaction()
                    .ifPresent(transaction -> rows.row()
                            .set("transaction_id", transaction.id())
                            .set("transaction_begin_time", viewer.local(transaction.since())));
        }
    }

    static void databaseTransactions(Viewer viewer, Rows rows) {
        for (var session : all(viewer)) {
            session.transaction()
                    .ifPresent(transaction -> rows.row()
                            .set("transaction_id", transaction.id())
                            .set("database_id", databaseId(viewer, session.database()))
                            .set("database_transaction_begin_time", viewer.local(transaction.since())));
        }
    }

    static void sqlText(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        if (arguments.get(0) instanceof byte[] handle) {
            all(viewer).stream()
                    .map(Session::text)
                    .filter(text -> SqlHandle.isOf(handle, text))
                    .findFirst()
                    .ifPresent(text -> rows.row().set("text", text));
        }
    }

    static void inputBuffer(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        FileViews.argument(arguments, 0)
                .flatMap(viewer.instance().sessions()::session)
                .filter(session -> !session.text().isEmpty())
                .ifPresent(session -> rows.row().set("event_info", session.text()));
    }

    static long transactionId(Session session) {
        return session.transaction().map(OpenTransaction::id).orElse(0L);
    }

    static int level(String isolation) {
        return LEVELS.indexOf(isolation) + 1;
    }

    /** That of master for a database that is not there any more. */
    static int databaseId(Viewer viewer, String name) {
        return KnownDatabase.named(viewer.instance(), name)
                .map(KnownDatabase::id)
                .orElse(1);
    }

    static byte[] address(int spid) {
        return bytes(0x1F0_0000_0000L + ((long) spid << 12));
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
