package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Foreign;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;

/** Reads ALTER AVAILABILITY GROUP from behind these words on; what a test does in Java instead is left to somebody else. */
final class AvailabilityGroupParser {
    private static final int SQL_SERVER_2017 = 14;

    private final TokenCursor cursor;

    AvailabilityGroupParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    AlterAvailabilityGroup statement() throws Stop {
        return new AlterAvailabilityGroup(cursor.name(), action());
    }

    private GroupAction action() throws Stop {
        var verb = cursor.accept(GroupAction.Verb.class);
        if (verb.isPresent()) {
            return verb.get();
        } else if (cursor.accept("SET")) {
            return setting();
        } else if (cursor.accept("MODIFY", "REPLICA")) {
            return replica();
        }
        throw new Foreign();
    }

    private GroupAction setting() throws Stop {
        cursor.require('(');
        GroupAction action;
        if (cursor.accept("ROLE")) {
            cursor.require('=');
            cursor.require("SECONDARY");
            action = new GroupAction.Demotion();
        } else if (cursor.version() >= SQL_SERVER_2017
                && cursor.accept("REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT")) {
            cursor.require('=');
            action = new GroupAction.RequiredSecondaries(cursor.integer());
        } else {
            throw new Foreign();
        }
        cursor.require(')');
        return action;
    }

    private GroupAction replica() throws Stop {
        cursor.require("ON");
        var server = cursor.text();
        cursor.require("WITH");
        cursor.require('(');
        GroupAction action;
        if (cursor.accept("AVAILABILITY_MODE")) {
            cursor.require('=');
            action = new GroupAction.ReplicaMode(server, cursor.require(GroupAction.Mode.class));
        } else if (cursor.accept("SECONDARY_ROLE")) {
            action = new GroupAction.SecondaryRole(server, connections());
        } else {
            throw new Foreign();
        }
        cursor.require(')');
        return action;
    }

    private GroupAction.Connections connections() throws Stop {
        cursor.require('(');
        if (!cursor.accept("ALLOW_CONNECTIONS")) {
            throw new Foreign();
        }
        cursor.require('=');
        var connections = cursor.require(GroupAction.Connections.class);
        cursor.require(')');
        return connections;
    }
}
