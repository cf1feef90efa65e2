package io.emrops.examples.guide;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A part of a hospital's own software: puts patients into beds. */
final class Admissions {
    private static final int DEADLOCK_VICTIM = 1205;
    private static final int LOGIN_FAILED = 18456;
    private static final int ATTEMPTS = 3;

    private final DataSource database;

    Admissions(DataSource database) {
        this.database = database;
    }

    /** The patient is in the bed when this returns, whoever has put him there. */
    void admit(long patient, int bed) {
        for (var attempt = 1; ; attempt++) {
            try (var connection = database.getConnection()) {
                // After a lost connection nobody knows whether the last attempt was done.
                if (attempt == 1 || !isIn(connection, patient, bed)) {
                    put(connection, patient, bed);
                }
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !mayHelpToTryAgain(e)) {
                    throw new IllegalStateException(
                            "admission of a patient to bed " + bed + ": error " + e.getErrorCode(), e);
                }
            }
        }
    }

    private static boolean mayHelpToTryAgain(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        return e.getErrorCode() != LOGIN_FAILED && (e.getErrorCode() == DEADLOCK_VICTIM || state.startsWith("08"));
    }

    private static void put(Connection connection, long patient, int bed) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE Beds SET Patient = ? WHERE Id = ? AND Patient IS NULL")) {
            update.setLong(1, patient);
            update.setInt(2, bed);
            if (update.executeUpdate() == 0) {
                throw new SQLException("bed " + bed + " is taken");
            }
        }
    }

    private static boolean isIn(Connection connection, long patient, int bed) throws SQLException {
        try (var query = connection.prepareStatement("SELECT Patient FROM Beds WHERE Id = ?")) {
            query.setInt(1, bed);
            try (var rows = query.executeQuery()) {
                return rows.next() && rows.getLong("Patient") == patient;
            }
        }
    }
}
