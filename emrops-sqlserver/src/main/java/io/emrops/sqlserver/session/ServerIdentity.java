package io.emrops.sqlserver.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Which instance a connection leads to: a listener or an alias leads to another one after a failover. A machine that was cloned has another name, and
 * one that took the name of another has another msdb.
 *
 * @param name as {@code SERVERPROPERTY('ServerName')}, with the name of the instance
 * @param msdb the broker's identifier of msdb, which is the instance's own
 */
public record ServerIdentity(String name, UUID msdb) {
    private static final String QUERY =
            "SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(128)) AS server_name, service_broker_guid"
                    + " FROM sys.databases WHERE name = N'msdb'";

    public ServerIdentity {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(msdb, "msdb");
    }

    /** The name is for people, this is for comparing. */
    public String text() {
        return name + "/" + msdb;
    }

    /** @throws SQLException also if the server does not show its msdb */
    static ServerIdentity of(Connection connection, Duration timeout) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setQueryTimeout((int) timeout.toSeconds());
            try (var results = statement.executeQuery(QUERY)) {
                if (!results.next()) {
                    throw new SQLException("no msdb is shown");
                }
                var row = new Row(results);
                return new ServerIdentity(
                        row.text("server_name").orElse("?"),
                        row.uuid("service_broker_guid").orElseThrow(() -> new SQLException("msdb has no identifier")));
            }
        }
    }
}
