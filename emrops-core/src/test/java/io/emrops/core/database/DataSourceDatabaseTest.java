package io.emrops.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.core.fixture.FakeStep;
import io.emrops.database.Databases;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DataSourceDatabaseTest {
    private static final Target TARGET = new Target("sqlserver", "sql01/EMRNext", "guid");
    private final List<String> calls = new ArrayList<>();

    @Test
    void a_database_that_answers_is_well_and_everything_is_closed() throws Exception {
        var database = DataSourceDatabase.of(answering(1), TARGET).timeout(Duration.ofMillis(1500));

        var finding = Databases.answersWithin(database, Duration.ofSeconds(30)).check(new FakeStep());

        assertThat(finding.ok()).isTrue();
        assertThat(calls)
                .containsExactly(
                        "getConnection",
                        "createStatement",
                        "setQueryTimeout 2",
                        "executeQuery SELECT 1",
                        "next",
                        "getInt 1",
                        "close",
                        "close",
                        "close");
        assertThat(database.target()).isEqualTo(TARGET);
    }

    @Test
    void another_answer_is_none() {
        var database = DataSourceDatabase.of(answering(2), TARGET);

        assertThatThrownBy(database::ping).isInstanceOf(TargetUnavailableException.class);
        assertThat(calls).endsWith("close", "close", "close");
    }

    @Test
    void a_refused_connection_tells_the_numbers_and_not_the_text() {
        var database = DataSourceDatabase.of(
                failing(new SQLException("Login failed for user 'miller'", "S0001", 18456)), TARGET);

        assertThatThrownBy(database::ping)
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        e -> assertThat(e.target()).contains(TARGET))
                .hasMessage("sql01/EMRNext did not answer: SQLSTATE S0001, number 18456");
    }

    @Test
    void a_state_that_is_none_is_not_passed_on() {
        var database = DataSourceDatabase.of(failing(new SQLException("x", "user miller", 1)), TARGET);

        assertThatThrownBy(database::ping).hasMessage("sql01/EMRNext did not answer: SQLSTATE unknown, number 1");
    }

    @Test
    void a_timeout_is_positive() {
        var database = DataSourceDatabase.of(answering(1), TARGET);

        assertThatThrownBy(() -> database.timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    private DataSource failing(SQLException failure) {
        return fake(DataSource.class, (proxy, method, args) -> {
            throw failure;
        });
    }

    private DataSource answering(int value) {
        var result = fake(ResultSet.class, (proxy, method, args) -> switch (noted(method.getName(), args)) {
            case "next" -> true;
            case "getInt" -> value;
            default -> null;
        });
        var statement = fake(
                Statement.class,
                (proxy, method, args) -> noted(method.getName(), args).equals("executeQuery") ? result : null);
        var connection = fake(
                Connection.class,
                (proxy, method, args) -> noted(method.getName(), args).equals("createStatement") ? statement : null);
        return fake(DataSource.class, (proxy, method, args) -> {
            noted(method.getName(), args);
            return connection;
        });
    }

    private String noted(String name, Object[] args) {
        calls.add(args == null ? name : name + " " + args[0]);
        return name;
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
