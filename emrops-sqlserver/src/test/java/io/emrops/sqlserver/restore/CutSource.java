package io.emrops.sqlserver.restore;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections of the real driver that count what is sent, and end at one of these statements: with the whole process, or for once. */
public final class CutSource implements DataSource {
    private static final Set<String> ALLOWED_TO_THE_DEAD = Set.of(
            "close",
            "isClosed",
            "abort",
            "unwrap",
            "setNetworkTimeout",
            "getNetworkTimeout",
            "toString",
            "hashCode",
            "equals");

    private final DataSource real;
    private final List<String> sent = new ArrayList<>();
    private int cutAt;
    private Cut cut = Cut.NEVER;
    private Runnable loseAnswer = () -> {};
    private boolean dead;
    private String hookedTo = "";
    private Runnable hook = () -> {};

    public CutSource(DataSource real) {
        this.real = real;
    }

    /** What happens at one statement. */
    public enum Cut {
        NEVER,
        /** The process dies before it is sent. */
        DIES_BEFORE,
        /** The process dies when it is done, before it knows. */
        DIES_AFTER,
        /** The connection is gone before it is sent. */
        LOST_BEFORE,
        /** It is done, and its answer never comes. */
        LOST_ANSWER
    }

    /** The process is dead. */
    public static final class Died extends Error {
        private static final long serialVersionUID = 1L;

        Died() {
            super("the process has died");
        }
    }

    /** Counts from here. */
    public synchronized void cut(Cut how, int statement, Runnable howToLoseAnAnswer) {
        sent.clear();
        cut = how;
        cutAt = statement;
        loseAnswer = howToLoseAnAnswer;
    }

    /** Does something before the next statement that begins like this is sent. */
    public synchronized void before(String statement, Runnable what) {
        hookedTo = statement;
        hook = what;
    }

    private void runHook(String text) {
        Runnable what = () -> {};
        synchronized (this) {
            if (!hookedTo.isEmpty() && text.startsWith(hookedTo)) {
                what = hook;
                hookedTo = "";
            }
        }
        what.run();
    }

    public synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    public synchronized boolean isDead() {
        return dead;
    }

    private synchronized Cut next(String text) {
        sent.add(text);
        return sent.size() == cutAt ? cut : Cut.NEVER;
    }

    /** From now on nothing is sent any more. */
    public synchronized void kill() {
        dead = true;
    }

    private synchronized void die() {
        dead = true;
        throw new Died();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (isDead()) {
            throw new Died();
        }
        var connection = real.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ISQLServerConnection.class}, new OfConnection(connection));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (isDead() && !ALLOWED_TO_THE_DEAD.contains(method.getName())) {
            throw new Died();
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class OfConnection implements InvocationHandler {
        private final Connection connection;

        OfConnection(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("unwrap") && ((Class<?>) arguments[0]).isInstance(proxy)) {
                return proxy;
            }
            var result = call(connection, method, arguments);
            if (result instanceof Statement statement) {
                var type = result instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
                var text = arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : "";
                return Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {type},
                        new OfStatement(connection, statement, text));
            }
            return result;
        }
    }

    private final class OfStatement implements InvocationHandler {
        private final Connection connection;
        private final Statement statement;
        private final String prepared;

        OfStatement(Connection connection, Statement statement, String prepared) {
            this.connection = connection;
            this.statement = statement;
            this.prepared = prepared;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (!method.getName().startsWith("execute")) {
                return call(statement, method, arguments);
            }
            var text = arguments != null && arguments.length > 0 ? String.valueOf(arguments[0]) : prepared;
            runHook(text);
            var how = isDead() ? Cut.NEVER : next(text);
            if (how == Cut.DIES_BEFORE) {
                die();
            } else if (how == Cut.LOST_BEFORE) {
                connection.close();
            } else if (how == Cut.LOST_ANSWER) {
                loseAnswer.run();
            }
            try {
                return call(statement, method, arguments);
            } catch (SQLException e) {
                throw how == Cut.LOST_BEFORE ? new SQLException("The connection is closed", "08S01") : e;
            } finally {
                if (how == Cut.DIES_AFTER) {
                    while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                        // What the server says after it is done is no part of what it does.
                    }
                    die();
                }
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() {
        return new PrintWriter(System.err);
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
