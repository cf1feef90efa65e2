package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.translation.RowPlan;
import io.emrops.testkit.sqlserver.translation.SchemaPlan;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched;
import java.util.List;
import java.util.Locale;

/** Who may read, change and define: what a login has in the whole database counts. Grants on single tables are not played. */
final class Access {
    private final Engine engine;
    private final String login;

    Access(Engine engine, String login) {
        this.engine = engine;
        this.login = login;
    }

    /** @throws Refusal 229 */
    void requireSelect(String database, String schema, String object) throws Refusal {
        require(Permission.SELECT, database, schema, object);
    }

    /** @throws Refusal 229 */
    void requireChange(RowPlan plan) throws Refusal {
        if (plan.database().isEmpty()) {
            return;
        }
        var database = plan.database().get().name();
        for (var permission : permissions(plan.kind())) {
            require(permission, database, plan.table().schema(), plan.table().name());
        }
    }

    private static List<Permission> permissions(RowPlan.Kind kind) {
        return switch (kind) {
            case INSERT -> List.of(Permission.INSERT);
            case UPDATE -> List.of(Permission.UPDATE);
            case DELETE -> List.of(Permission.DELETE);
            case MERGE -> List.of(Permission.INSERT, Permission.UPDATE, Permission.DELETE);
            case TRUNCATE_TABLE -> List.of(Permission.ALTER_ANY_SCHEMA);
        };
    }

    private void require(Permission permission, String database, String schema, String object) throws Refusal {
        if (!engine.instance().security().has(login, database, permission)) {
            throw permission == Permission.ALTER_ANY_SCHEMA
                    ? new Refusal(engine.message(1088, object))
                    : new Refusal(engine.message(229, permission.words(), object, database, schema)
                            .withState(5));
        }
    }

    /** @throws Refusal 262, 1088, 3701 */
    void requireDefine(SchemaPlan plan) throws Refusal {
        if (plan.database().isEmpty()) {
            return;
        }
        var database = plan.database().get().name();
        var security = engine.instance().security();
        for (var touched : plan.touched()) {
            var needed = touched.what() == Touched.What.CREATED && touched.kind() == Touched.Kind.TABLE
                    ? Permission.CREATE_TABLE
                    : Permission.ALTER_ANY_SCHEMA;
            if (!security.has(login, database, needed)) {
                throw new Refusal(denied(touched, database));
            }
        }
    }

    private SqlError denied(Touched touched, String database) {
        var kind = touched.kind().name();
        return switch (touched.what()) {
            case CREATED -> engine.message(262, "CREATE " + kind, database);
            case ALTERED -> engine.message(1088, touched.name());
            case DROPPED -> engine.message(3701, "drop", kind.toLowerCase(Locale.ROOT), touched.name());
        };
    }
}
