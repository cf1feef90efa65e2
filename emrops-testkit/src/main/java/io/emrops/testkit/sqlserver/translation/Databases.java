package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;
import java.util.Optional;

/** Which tables a statement can see. */
public interface Databases {
    /**
     * A database of the server, its tables included.
     *
     * @param id outlives its name
     */
    record Open(int id, String name, Catalog catalog) {}

    /**
     * A database that the session may look into.
     *
     * @throws Refusal 911, 916, 927, 942 … if it may not
     */
    Open open(String database) throws Refusal;

    /**
     * A table or view is about to be read.
     *
     * @throws Refusal 229 if the session may not
     */
    default void requireSelect(Open database, String schema, String object) throws Refusal {}

    /**
     * A temporary table or a table variable of the session, by its name with {@code #} or {@code @}; its columns, and what the engine
     * calls it. Its catalog entry has the schema {@code dbo}.
     */
    Optional<Temporary> temporary(String name);

    /** @param engineName quoted */
    record Temporary(Table table, String engineName) {
        /** Its columns. */
        public List<TableColumn> columns() {
            return table.columns();
        }
    }

    /**
     * A view of the system, such as {@code sys.databases}; the text is what stands for it in the engine's FROM.
     *
     * @param database the one it is asked of; views of {@code msdb} exist in {@code msdb} alone
     */
    Optional<SystemRows> systemView(String database, String schema, String name);

    /**
     * A function of the system that has rows, such as {@code sys.dm_exec_sql_text}.
     *
     * @param arguments in the engine's words
     */
    Optional<SystemRows> systemFunction(String database, String schema, String name, List<String> arguments);

    /** The same for one that has one row or none, whose arguments may be columns of other tables; empty if it is no such function. */
    default Optional<SystemRow> systemFunctionRow(String database, String schema, String name, List<String> arguments) {
        return Optional.empty();
    }

    /**
     * A row, value by value.
     *
     * @param texts the values of the columns in the engine's words, all of them as texts
     * @param exists a condition in the engine's words
     */
    record SystemRow(List<Column> columns, List<String> texts, String exists) {
        /** Copies the lists. */
        public SystemRow {
            columns = List.copyOf(columns);
            texts = List.copyOf(texts);
        }
    }

    /** @param text in the engine's words, without an alias */
    record SystemRows(List<Column> columns, String text) {
        /** Copies the list. */
        public SystemRows {
            columns = List.copyOf(columns);
        }
    }
}
