package io.emrops.sqlserver;

import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.sql.*;
import org.junit.jupiter.api.Test;

class TryTest {
    @Test
    void go() throws Exception {
        try (var server = SimulatedSqlServer.start()) {
            server.instance().createDatabase("EMRNext");
            try (var c = server.dataSource().getConnection();
                    var victim = server.dataSource("databaseName=EMRNext;applicationName=Web")
                            .getConnection()) {
                try (var s = victim.createStatement()) {
                    s.execute("SELECT 1");
                }
                for (var sql : java.nio.file.Files.readString(java.nio.file.Path.of("/tmp/diag/try.sql"))
                        .split(";;\n")) {
                    System.out.println(">> " + sql);
                    try (var s = c.createStatement()) {
                        var rs = s.execute(sql);
                        while (rs || s.getUpdateCount() != -1) {
                            if (rs) {
                                var r = s.getResultSet();
                                while (r.next()) {
                                    var b = new StringBuilder();
                                    for (int i = 1; i <= r.getMetaData().getColumnCount(); i++)
                                        b.append(r.getMetaData().getColumnLabel(i))
                                                .append('=')
                                                .append(r.getString(i))
                                                .append(" | ");
                                    System.out.println("   " + b);
                                }
                            } else System.out.println("   count " + s.getUpdateCount());
                            rs = s.getMoreResults();
                        }
                    } catch (SQLException e) {
                        System.out.println("   !! " + e.getErrorCode() + " " + e.getMessage());
                    }
                }
            }
        }
    }
}
