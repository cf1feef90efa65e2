package io.emrops.sqlserver.session;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import io.emrops.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/** Makes connections, with the settings that short queries and long statements need. */
sealed interface Connector {
    /** For short queries: a line that is dead is given up after a while. */
    Connection forQueries(Duration silence) throws SQLException;

    /** As an application would get one, in this database. */
    Connection inDatabase(String name, Duration silence) throws SQLException;

    /** For one long statement: in master, and silence is no reason to give up. */
    Connection dedicated() throws SQLException;

    private static int millis(Duration silence) {
        return silence.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) < 0
                ? (int) silence.toMillis()
                : Integer.MAX_VALUE;
    }

    /** By the driver itself. */
    record ByUrl(String url, String user, Secret password, String applicationName, Duration loginTimeout)
            implements Connector {
        public ByUrl {
            var lower = url.toLowerCase(Locale.ROOT);
            if (!lower.startsWith("jdbc:sqlserver:")) {
                throw new IllegalArgumentException("A URL for mssql-jdbc begins with jdbc:sqlserver:");
            }
            for (var refused : new String[] {"password", "retryexec", "retryconn", "accesstoken"}) {
                if (lower.matches("(?s).*[;{]\\s*" + refused + "\\s*=.*")) {
                    throw new IllegalArgumentException("The URL must not have the property " + refused
                            + ": secrets are given apart, and nothing is repeated silently");
                }
            }
        }

        @Override
        public Connection forQueries(Duration silence) throws SQLException {
            return connect(millis(silence), "");
        }

        @Override
        public Connection inDatabase(String name, Duration silence) throws SQLException {
            return connect(millis(silence), name);
        }

        @Override
        public Connection dedicated() throws SQLException {
            return connect(0, "master");
        }

        private Connection connect(int socketTimeout, String database) throws SQLException {
            var source = new SQLServerDataSource();
            source.setURL(url);
            source.setUser(user);
            source.setApplicationName(applicationName);
            source.setLoginTimeout((int) loginTimeout.toSeconds());
            source.setSocketTimeout(socketTimeout);
            source.setConnectRetryCount(0);
            source.setResponseBuffering("adaptive");
            if (!database.isEmpty()) {
                source.setDatabaseName(database);
            }
            password.use(value -> source.setPassword(new String(value)));
            return source.getConnection();
        }

        @Override
        public String toString() {
            return "SQL Server as " + user;
        }
    }

    /** By whatever the operator has. */
    record BySource(DataSource source) implements Connector {
        private static final Executor HERE = Runnable::run;

        @Override
        public Connection forQueries(Duration silence) throws SQLException {
            return source.getConnection();
        }

        @Override
        public Connection inDatabase(String name, Duration silence) throws SQLException {
            return silentAtMost(moved(source.getConnection(), name), millis(silence));
        }

        @Override
        public Connection dedicated() throws SQLException {
            return silentAtMost(moved(source.getConnection(), "master"), 0);
        }

        /** The source may have set no limit, or another. */
        private static Connection silentAtMost(Connection connection, int millis) throws SQLException {
            try {
                connection.setNetworkTimeout(HERE, millis);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }

        private static Connection moved(Connection connection, String database) throws SQLException {
            try {
                connection.setCatalog(database);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }
}
