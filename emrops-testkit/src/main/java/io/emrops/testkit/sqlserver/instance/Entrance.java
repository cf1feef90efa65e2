package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.util.Optional;

/**
 * Who can go into a database, as it is now.
 *
 * @param readIntent whether the session has said that it only reads
 */
record Entrance(Instance instance, Database database, boolean readIntent) {
    /** Why a session cannot; empty if it can. */
    Optional<SqlError> refusal(int spid, String login) {
        var name = database.name();
        return switch (database.state()) {
            case RESTORING -> because(927, name);
            case OFFLINE -> because(942, name);
            case SUSPECT -> because(926, name);
            case EMERGENCY -> refusal(login);
            case ONLINE -> {
                if (database.inTransition()) {
                    yield because(952, name);
                }
                var member = database.membership();
                if (member.isPresent() && member.get().role() == ReplicaRole.RESOLVING) {
                    yield because(983, name);
                } else if (database.isSecondary() && closed(member.get())) {
                    yield because(976, name);
                } else if (database.isSecondary() && !member.get().connections().allow(readIntent)) {
                    yield because(978, name);
                }
                var holder = database.holder();
                yield holder.isPresent() && holder.getAsInt() != spid ? because(924, name) : refusal(login);
            }
        };
    }

    private static boolean closed(Membership member) {
        return member.suspended() || member.connections() == SecondaryConnections.NO;
    }

    private Optional<SqlError> refusal(String login) {
        var security = instance.security();
        if (!security.has(login, database.name(), Permission.CONNECT)) {
            return because(916, login, database.name());
        }
        var restricted = database.access() == UserAccess.RESTRICTED_USER
                && !security.isMember(login, database.name(), DatabaseRole.DB_OWNER)
                && !security.isMember(login, ServerRole.DBCREATOR);
        return restricted ? because(923, database.name()) : Optional.empty();
    }

    private Optional<SqlError> because(int number, Object... values) {
        return Optional.of(instance.message(number, values));
    }
}
