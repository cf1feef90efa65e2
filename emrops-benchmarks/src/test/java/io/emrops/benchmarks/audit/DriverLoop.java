package io.emrops.benchmarks.audit;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDateTime;

/** Reads every value of the rows by the driver alone, and prints what it cost. */
final class DriverLoop {
    private DriverLoop() {}

    /** @param args URL, user, password */
    public static void main(String[] args) throws Exception {
        // What is loaded and connected once is no part of it, here and with ours.
        try (var connection = DriverManager.getConnection(args[0], args[1], args[2]);
                var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        var cost = new Cost();
        cost.print(read(args));
    }

    private static long read(String[] args) throws SQLException {
        var count = 0L;
        var sum = 0L;
        try (var connection = DriverManager.getConnection(args[0], args[1], args[2]);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(AuditServer.QUERY)) {
            while (rows.next()) {
                sum += rows.getLong(1);
                sum += rows.getObject(2, LocalDateTime.class).getNano();
                sum += rows.getString(3).length()
                        + rows.getString(4).length()
                        + rows.getString(5).length();
                sum += rows.getInt(6);
                sum += rows.getString(7).length();
                count++;
            }
        }
        if (sum == 0) {
            throw new IllegalStateException("Nothing was read");
        }
        return count;
    }
}
