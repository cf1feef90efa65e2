package io.emrops.examples.guide;

import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Who works when: a class of an application, which knows a {@code DataSource} and Transact-SQL. */
final class ShiftPlan {
    private final DataSource database;

    ShiftPlan(DataSource database) {
        this.database = database;
    }

    int hire(String name, String role) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "INSERT INTO Staff (Name, Role) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, name);
            insert.setString(2, role);
            insert.executeUpdate();
            try (var keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getInt(1);
            }
        }
    }

    List<String> staff() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT Name FROM Staff ORDER BY Name")) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString("Name"));
            }
            return names;
        }
    }

    int plan(String ward, LocalDateTime begins, LocalDateTime ends) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "INSERT INTO Shifts (Ward, Begins, Ends) OUTPUT INSERTED.Id VALUES (?, ?, ?)")) {
            insert.setString(1, ward);
            insert.setTimestamp(2, Timestamp.valueOf(begins));
            insert.setTimestamp(3, Timestamp.valueOf(ends));
            try (var ids = insert.executeQuery()) {
                ids.next();
                return ids.getInt(1);
            }
        }
    }

    /** Both or neither: whoever takes over is assigned before the other one leaves. */
    void swap(int shift, int from, int to) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var assign = connection.prepareStatement(
                            "INSERT INTO ShiftAssignments (ShiftId, StaffId) VALUES (?, ?)");
                    var release = connection.prepareStatement(
                            "DELETE FROM ShiftAssignments WHERE ShiftId = ? AND StaffId = ?")) {
                assign.setInt(1, shift);
                assign.setInt(2, to);
                assign.executeUpdate();
                release.setInt(1, shift);
                release.setInt(2, from);
                if (release.executeUpdate() == 0) {
                    throw new IllegalStateException("nobody to release");
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    void assign(int shift, int staff) throws SQLException {
        try (var connection = database.getConnection();
                var insert =
                        connection.prepareStatement("INSERT INTO ShiftAssignments (ShiftId, StaffId) VALUES (?, ?)")) {
            insert.setInt(1, shift);
            insert.setInt(2, staff);
            insert.executeUpdate();
        }
    }

    List<String> uncoveredWards(LocalDateTime before) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "SELECT Ward, COUNT(*) AS Missing FROM UncoveredShifts WHERE Begins < ? GROUP BY Ward ORDER BY Missing DESC, Ward")) {
            query.setTimestamp(1, Timestamp.valueOf(before));
            var wards = new ArrayList<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    wards.add(rows.getString("Ward") + " " + rows.getInt("Missing"));
                }
            }
            return wards;
        }
    }
}
