package io.emrops.sqlserver.restore;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A server that says of each tail, in its history and in its header, that there are errors in it: the simulated one has none in a log. */
final class DamagedTails {
    private final DataSource real;

    DamagedTails(DataSource real) {
        this.real = real;
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            var result = call(real, method, arguments);
            return result instanceof Connection connection ? of(connection) : result;
        });
    }

    private static Object of(Connection connection) {
        return proxy(ISQLServerConnection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("unwrap") && ((Class<?>) arguments[0]).isInstance(proxy)) {
                return proxy;
            }
            var result = call(connection, method, arguments);
            return result instanceof Statement statement ? of(statement) : result;
        });
    }

    private static Object of(Statement statement) {
        var type = statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        return proxy(type, (proxy, method, arguments) -> {
            var result = call(statement, method, arguments);
            return result instanceof ResultSet rows ? of(rows) : result;
        });
    }

    private static Object of(ResultSet rows) {
        return proxy(
                ResultSet.class,
                (proxy, method, arguments) -> method.getName().equals("getObject")
                                && arguments.length == 2
                                && arguments[0] instanceof Integer column
                                && isDamaged(rows, column)
                        ? BigDecimal.ONE
                        : call(rows, method, arguments));
    }

    private static boolean isDamaged(ResultSet rows, int column) throws SQLException {
        var label = rows.getMetaData().getColumnLabel(column);
        if (!label.equalsIgnoreCase("is_damaged") && !label.equalsIgnoreCase("IsDamaged")) {
            return false;
        }
        var written = rows.getString(label.equals("IsDamaged") ? "BackupDescription" : "description");
        return written != null && written.startsWith("emrops secure");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(DamagedTails.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
