package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.audit.TimeColumn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares what is asked of a table with what is there, column by column, and tells all that is wrong at once. */
final class Fit {
    private final Layout layout;
    private final List<String> faults = new ArrayList<>();
    private final Set<Column> used = new LinkedHashSet<>();

    Fit(Layout layout) {
        this.layout = layout;
    }

    /** What tells rows apart and can be put into an order. */
    Optional<Column> key(String name) {
        return column(
                "key",
                name,
                "a whole number, a text or a uniqueidentifier",
                it -> it.isWholeNumber() || it.isText() && it.length() > 0 || it.isUuid());
    }

    Optional<Column> time(String meaning, TimeColumn asked) {
        return asked.zone().isPresent()
                ? column(
                        meaning,
                        asked.column(),
                        asked.kind() + ": datetime, datetime2 or smalldatetime",
                        Column::isOfClock)
                : column(meaning, asked.column(), asked.kind() + ": datetimeoffset", Column::isOffsetTime);
    }

    /** A text, a number or a uniqueidentifier. */
    Optional<Column> value(String meaning, String name) {
        return column(
                meaning,
                name,
                "a text, a number or a uniqueidentifier",
                it -> it.isText() || it.isNumber() || it.isUuid());
    }

    /** The same, of which these values are asked for. */
    Optional<Column> value(String meaning, String name, Set<String> values) {
        var column = value(meaning, name);
        if (column.isPresent() && !values.stream().allMatch(each -> Parameters.fits(column.get(), each))) {
            faults.add(meaning + ": values that are a " + column.get().declared() + " | " + column.get()
                    + ", of which not all that are named can be one");
        }
        return column;
    }

    Optional<Column> number(String meaning, String name) {
        return column(meaning, name, "a whole number", Column::isWholeNumber);
    }

    Optional<Column> any(String meaning, String name) {
        return column(
                meaning, name, "a type of the server's own", it -> it.type().isPresent());
    }

    private Optional<Column> column(String meaning, String name, String wanted, Predicate<Column> fits) {
        var found = layout.column(name);
        if (found.isEmpty()) {
            faults.add(meaning + ": " + name + ", " + wanted + " | no such column");
        } else if (!fits.test(found.get())) {
            faults.add(meaning + ": " + name + ", " + wanted + " | " + found.get());
        } else if (!used.add(found.get())) {
            faults.add(meaning + ": " + name + " | " + found.get() + ", which has another meaning already");
        }
        return found;
    }

    /** @throws PreconditionFailedException if a column is masked for the login, or with both sides of everything that is wrong */
    void require() {
        if (!faults.isEmpty()) {
            throw new PreconditionFailedException(
                    "The mapping does not fit " + layout.schema() + "." + layout.table() + " in "
                            + layout.place().database() + "; nothing was read. Asked | there: "
                            + String.join("; ", faults) + ". The table has " + layout.describe(),
                    null,
                    layout.place().target().get());
        }
        var hidden = layout.hidden(used);
        if (!hidden.isEmpty()) {
            throw new PreconditionFailedException(
                    "Columns of " + layout.schema() + "." + layout.table() + " in "
                            + layout.place().database() + " are masked, and the login has no permission UNMASK: "
                            + hidden.stream().map(Column::name).collect(Collectors.joining(", "))
                            + ". It would read other values than there are; nothing was read",
                    null,
                    layout.place().target().get());
        }
    }

    /** The columns that nothing was said of. */
    List<String> unmapped() {
        return layout.columns().stream()
                .filter(each -> !used.contains(each))
                .map(Column::name)
                .toList();
    }
}
