package io.emrops.sqlserver.session;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What the pool connects by. A pool tries again and again, and a login that is refused again and again is locked out: so after one refusal
 * nothing more is sent, until somebody asks for a connection anew.
 */
final class LoginGate implements DataSource {
    /** Where connections come from. */
    interface Source {
        Connection connect() throws SQLException;
    }

    private final Source source;
    private @Nullable Connection prepared;
    private @Nullable SQLException last;
    private int loginTimeout;

    LoginGate(Source source) {
        this.source = source;
    }

    /** Somebody asks: one more refusal is risked. */
    synchronized void open() {
        last = null;
    }

    /** The next to ask gets this one. */
    synchronized void prepare(Connection connection) {
        prepared = connection;
    }

    /** The last failure since somebody asked; null if there was none. */
    synchronized @Nullable SQLException failure() {
        return last;
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        var ready = prepared;
        if (ready != null) {
            prepared = null;
            return ready;
        }
        if (last != null && KnownErrors.kindOf(last.getErrorCode()) == ErrorKind.LOGIN) {
            throw ServerErrors.safe(last);
        }
        try {
            return source.connect();
        } catch (SQLException e) {
            last = e;
            throw ServerErrors.safe(e);
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the login is fixed");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public synchronized void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public synchronized int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("nothing is logged");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("there is nothing behind this");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
