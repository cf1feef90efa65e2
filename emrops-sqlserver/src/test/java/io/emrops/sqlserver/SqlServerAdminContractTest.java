package io.emrops.sqlserver;

import io.emrops.database.DatabaseAdmin;
import io.emrops.testkit.DatabaseAdminContract;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SqlServerAdminContractTest extends DatabaseAdminContract {
    private static final int WRONG = 18456;
    private static final int TO_BE_REPLACED = 18488;

    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private final DataSource database = server.createDatabase(DATABASE);
    private final SqlServer sql = SqlServer.of(server.dataSource());

    @AfterEach
    void close() {
        sql.close();
        server.close();
    }

    @Override
    protected DatabaseAdmin admin() {
        return sql.admin();
    }

    @Override
    protected void makeLogin(String login) {
        server.login(login, "a password");
    }

    @Override
    protected void makeAdministrator(String login) {
        server.instance().security().role(login, DATABASE, DatabaseRole.DB_OWNER);
    }

    @Override
    protected boolean hasLogin(String login) {
        return server.instance().security().logins().contains(login);
    }

    @Override
    protected boolean opens(String login, String secret) throws SQLException {
        try (var connection = database.getConnection(login, secret)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            if (e.getErrorCode() == WRONG || e.getErrorCode() == TO_BE_REPLACED) {
                return e.getErrorCode() == TO_BE_REPLACED;
            }
            throw e;
        }
    }

    @Override
    protected void replaceSecret(String login) {
        server.instance().security().replacePassword(login, "My-Own-Horse-8");
    }
}
