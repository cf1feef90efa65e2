package io.emrops.testkit.sqlserver.script;

import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.type.TableValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client asked for, as the server understood it. */
public final class Request {
    private final Kind kind;
    private final String text;
    private final SqlText sql;
    private final List<Parameter> parameters;
    private final @Nullable TableValue rows;
    private final boolean wantsGeneratedKeys;
    private final SessionState session;

    /** In which form it came. */
    public enum Kind {
        /** A text of statements. */
        BATCH,
        /** A statement with parameters, however often it has been prepared before. */
        PREPARED,
        /** A stored procedure, called by its name. */
        PROCEDURE,
        /** The rows that follow an {@code INSERT BULK}. */
        BULK_LOAD
    }

    private Request(
            Kind kind,
            String text,
            List<Parameter> parameters,
            @Nullable TableValue rows,
            boolean wantsGeneratedKeys,
            SessionState session) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.text = Objects.requireNonNull(text, "text");
        this.sql = SqlText.of(text);
        this.parameters = List.copyOf(parameters);
        this.rows = rows;
        this.wantsGeneratedKeys = wantsGeneratedKeys;
        this.session = Objects.requireNonNull(session, "session");
    }

    /** A text without parameters. */
    public static Request batch(String text, SessionState session) {
        return new Request(Kind.BATCH, text, List.of(), null, false, session);
    }

    /** A text with parameters. */
    public static Request prepared(String text, List<Parameter> parameters, SessionState session) {
        return new Request(Kind.PREPARED, text, parameters, null, false, session);
    }

    /** A call by name; its text is the name. */
    public static Request procedure(String name, List<Parameter> parameters, SessionState session) {
        return new Request(Kind.PROCEDURE, name, parameters, null, false, session);
    }

    /** Rows for a table; the text is that of the {@code INSERT BULK}. */
    public static Request bulkLoad(String text, TableValue rows, SessionState session) {
        return new Request(Kind.BULK_LOAD, text, List.of(), rows, false, session);
    }

    /** The same request, of another text. */
    public Request withText(String newText) {
        return new Request(kind, newText, parameters, rows, wantsGeneratedKeys, session);
    }

    /** The same request, whose client also asks for the keys that an {@code INSERT} generates. */
    public Request withGeneratedKeys() {
        return new Request(kind, text, parameters, rows, true, session);
    }

    /** In which form it came. */
    public Kind kind() {
        return kind;
    }

    /** The statement, or the name of the procedure; without what a driver appends to be told generated keys. */
    public String text() {
        return text;
    }

    /** {@link #text} as it compares. */
    public SqlText sql() {
        return sql;
    }

    /** In the order in which they were sent. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The values of the parameters in their order. */
    public List<@Nullable Object> values() {
        var values = new ArrayList<@Nullable Object>();
        for (var parameter : parameters) {
            values.add(parameter.value());
        }
        return Collections.unmodifiableList(values);
    }

    /**
     * The value of a parameter.
     *
     * @param index from 1, as in JDBC
     * @throws IllegalArgumentException if the request has no such parameter
     */
    public @Nullable Object value(int index) {
        if (index < 1 || index > parameters.size()) {
            throw new IllegalArgumentException("this request has " + parameters.size() + " parameters, no " + index);
        }
        return parameters.get(index - 1).value();
    }

    /** What was loaded; empty unless this is a bulk load. */
    public Optional<TableValue> rows() {
        return Optional.ofNullable(rows);
    }

    /** Whether the client asks for the keys that an {@code INSERT} generates. */
    public boolean wantsGeneratedKeys() {
        return wantsGeneratedKeys;
    }

    /** What the session was when the request came. */
    public SessionState session() {
        return session;
    }

    /** Kind and text; no values. */
    @Override
    public String toString() {
        return kind + " " + text.strip() + (parameters.isEmpty() ? "" : " (" + parameters.size() + " parameters)");
    }
}
