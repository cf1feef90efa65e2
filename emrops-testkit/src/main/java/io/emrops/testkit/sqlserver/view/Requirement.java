package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/**
 * What somebody needs to look at a view ("Permissions" on the page of each). Since SQL Server 2022 the state of the server is in two
 * parts; what that version says of the state of a database is unverified.
 */
enum Requirement {
    /** What everybody has. */
    NOTHING,
    /** The state of the server, as far as it is about speed. */
    PERFORMANCE,
    /** The state of the server, as far as it is about security. */
    SECURITY,
    /** The state of the database. */
    DATABASE;

    private static final int SQL_SERVER_2022 = 16;

    boolean isMetBy(Viewer viewer) {
        var security = viewer.instance().security();
        var login = viewer.caller().login();
        return switch (this) {
            case NOTHING -> true;
            case PERFORMANCE, SECURITY -> security.has(login, permission(viewer));
            case DATABASE -> security.has(login, viewer.database(), permission(viewer));
        };
    }

    private Permission permission(Viewer viewer) {
        var split = viewer.instance().majorVersion() >= SQL_SERVER_2022;
        return switch (this) {
            case DATABASE -> Permission.VIEW_DATABASE_STATE;
            case PERFORMANCE -> split ? Permission.VIEW_SERVER_PERFORMANCE_STATE : Permission.VIEW_SERVER_STATE;
            case SECURITY -> split ? Permission.VIEW_SERVER_SECURITY_STATE : Permission.VIEW_SERVER_STATE;
            case NOTHING -> throw new IllegalStateException("nothing is needed");
        };
    }

    /** What the server says; empty if the viewer may look. */
    List<SqlError> refusal(Viewer viewer) {
        if (isMetBy(viewer)) {
            return List.of();
        }
        var messages = Messages.of(viewer.instance().majorVersion());
        var words = permission(viewer).words();
        var denied = this == DATABASE
                ? messages.message(262).error(words, viewer.database())
                : messages.message(300).error(words, "server", "master");
        return List.of(denied, messages.message(297).error());
    }
}
