package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Into which columns an {@code INSERT} writes. */
final class InsertColumns {
    private final RowTarget target;
    private final SessionOptions options;
    private final Translation translation;

    InsertColumns(RowTarget target, SessionOptions options, Translation translation) {
        this.target = target;
        this.options = options;
        this.translation = translation;
    }

    /** Whether the session gives this table's identity values itself. */
    boolean isExplicit() {
        return options.identityInsert().equals(Optional.of(target.id()));
    }

    /**
     * The columns.
     *
     * @param names empty if they are not named
     * @param count of the values that there are, by which columns that are not named may be told; -1 if unknown
     * @throws Refusal 207, 264, 271, 544, 545, 8101
     */
    List<TableColumn> of(List<String> names, int count, int line) throws Refusal {
        return names.isEmpty() ? all(count, line) : named(names, line);
    }

    private List<TableColumn> all(int count, int line) throws Refusal {
        var columns = target.table().columns().stream()
                .filter(column -> column.computed().isEmpty())
                .toList();
        var identity = target.table().identity();
        if (identity.isEmpty()) {
            return columns;
        }
        if (isExplicit() || count == columns.size()) {
            throw translation.refusal(8101, line, target.table().name());
        }
        return columns.stream().filter(column -> column.identity().isEmpty()).toList();
    }

    private List<TableColumn> named(List<String> names, int line) throws Refusal {
        var columns = new ArrayList<TableColumn>();
        for (var name : names) {
            var column = target.column(name, translation, line);
            if (columns.contains(column)) {
                throw translation.refusal(264, line, name);
            }
            if (column.computed().isPresent()) {
                throw translation.refusal(271, line, column.name());
            }
            if (column.identity().isPresent() && !isExplicit()) {
                throw translation.refusal(544, line, target.table().name());
            }
            columns.add(column);
        }
        var identity = target.table().identity();
        if (identity.isPresent() && isExplicit() && !columns.contains(identity.get())) {
            throw translation.refusal(545, line, target.table().name());
        }
        return columns;
    }

    /** @throws Refusal 273 if a value would get into a column of which the server makes the values */
    void requireWritable(TableColumn column, int line) throws Refusal {
        if (column.type().equals(SqlType.ROWVERSION)) {
            throw translation.refusal(273, line);
        }
    }
}
