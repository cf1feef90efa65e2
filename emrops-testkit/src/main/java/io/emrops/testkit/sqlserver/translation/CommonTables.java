package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.Query.CommonTable;
import java.util.List;
import java.util.Optional;

/** The common tables that a query can name: the last one first, and those that were there before it. They hide tables of the same name. */
final class CommonTables {
    static final CommonTables NONE = new CommonTables(Optional.empty(), Optional.empty());

    private final Optional<Entry> last;
    private final Optional<CommonTables> before;

    private CommonTables(Optional<Entry> last, Optional<CommonTables> before) {
        this.last = last;
        this.before = before;
    }

    /** What a name means. */
    interface Entry {
        String name();
    }

    /**
     * A query with a name.
     *
     * @param visible what it can name itself
     */
    record Definition(CommonTable table, CommonTables visible) implements Entry {
        @Override
        public String name() {
            return table.name();
        }
    }

    /**
     * A table within its own query, where it cannot be named.
     *
     * @param refusal the error if it is
     */
    record Itself(String name, Refusal refusal) implements Entry {}

    /** The rows that the last step of a recursion has made. */
    record Working(String name, String engineName, List<Source.SourceColumn> columns) implements Entry {}

    /**
     * Those of a statement, each of which is looked at even if it is never used.
     *
     * @throws Refusal 239 if two have the same name; whatever is wrong with one of them
     */
    static CommonTables of(Translation translation, List<CommonTable> with) throws Refusal {
        var all = NONE;
        for (var table : with) {
            if (all.names(table.name())) {
                throw translation.refusal(239, 0, table.name());
            }
            var definition = new Definition(table, all);
            new CommonTableQuery(translation, definition).source(List.of(table.name()));
            all = all.with(definition);
        }
        return all;
    }

    CommonTables with(Entry entry) {
        return new CommonTables(Optional.of(entry), Optional.of(this));
    }

    private boolean names(String name) {
        return find(name).isPresent();
    }

    private Optional<Entry> find(String name) {
        var here = last.filter(entry -> entry.name().equalsIgnoreCase(name));
        return here.isPresent() ? here : before.flatMap(others -> others.find(name));
    }

    Optional<Definition> definition(String name) {
        return find(name).filter(Definition.class::isInstance).map(Definition.class::cast);
    }

    /** @throws Refusal 252, 465 if it is the table whose query this is */
    void requireOther(String name) throws Refusal {
        if (find(name).orElse(null) instanceof Itself itself) {
            throw itself.refusal();
        }
    }

    Optional<Working> working(String name) {
        return find(name).filter(Working.class::isInstance).map(Working.class::cast);
    }

    /** Whether a query, or one in its FROM, names this table. */
    static boolean mentions(Query.Body body, String name) {
        return new Mentions(name).in(body);
    }
}
