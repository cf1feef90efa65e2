package io.emrops.benchmarks.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The table that the databases of SQL keep the records in. */
final class SqlTable {
    private SqlTable() {}

    static void create(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE record (writer INTEGER NOT NULL, sequence BIGINT NOT NULL,"
                    + " payload VARBINARY(300) NOT NULL, PRIMARY KEY (writer, sequence))");
        }
    }

    static PreparedStatement insert(Connection connection) throws SQLException {
        return connection.prepareStatement("INSERT INTO record VALUES (?, ?, ?)");
    }

    static void execute(PreparedStatement insert, int writer, long sequence, byte[] payload) throws SQLException {
        insert.setInt(1, writer);
        insert.setLong(2, sequence);
        insert.setBytes(3, payload);
        if (insert.executeUpdate() != 1) {
            throw new IllegalStateException("The record was not inserted");
        }
    }

    static long[] count(Connection connection, int writers) throws SQLException {
        var counts = new long[writers];
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT writer, payload FROM record ORDER BY writer, sequence")) {
            while (rows.next()) {
                int writer = rows.getInt(1);
                Payload.require(writer, counts[writer]++, rows.getBytes(2));
            }
        }
        return counts;
    }
}
