package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.audit.AuditField;
import io.emrops.audit.LegalHold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Legal holds as a condition on a row of the audit table that is called {@code t}. */
final class Holds {
    private final String held;

    private Holds(String held) {
        this.held = held;
    }

    /** @throws PreconditionFailedException if the mapping of the holds does not fit, or a hold names nothing */
    static Holds of(LegalHold hold, Purgeable table) {
        var place = table.audit().layout().place();
        if (hold.isNone()) {
            return new Holds("1 = 0");
        }
        if (hold.flag().isPresent()) {
            var flag = table.audit()
                    .layout()
                    .column(hold.flag().get())
                    .filter(Column::isNumber)
                    .orElseThrow(() -> refused(
                            place,
                            "Column " + hold.flag().get() + " of " + table.name()
                                    + ", which is to flag legal holds, is not there or is no number"));
            // What is not known is held.
            return new Holds("(t." + flag.quoted() + " IS NULL OR t." + flag.quoted() + " <> 0)");
        }
        var layout = Layout.read(place, hold.schema(), hold.table());
        var hazards = Hazards.ofHolds(layout, table.queries());
        if (!hazards.isEmpty()) {
            throw refused(place, "Not all of the " + hold + " may be seen: " + String.join("; ", hazards));
        }
        var matches = new ArrayList<String>();
        var named = new ArrayList<String>();
        hold.key().ifPresent(name -> {
            var column = column(layout, name, place);
            matches.add("h." + column.quoted() + " = t." + table.audit().key().quoted());
            named.add("h." + column.quoted() + " IS NULL");
        });
        for (var field : AuditField.values()) {
            Optional.ofNullable(hold.fields().get(field)).ifPresent(name -> {
                if (!table.audit().fields().containsKey(field)) {
                    throw refused(
                            place,
                            "Legal holds name the " + field.heading() + ", of which " + table.name()
                                    + " has no column");
                }
                var column = column(layout, name, place);
                matches.add("h." + column.quoted() + " = t."
                        + table.audit().field(field).quoted());
                named.add("h." + column.quoted() + " IS NULL");
            });
        }
        if (matches.isEmpty()) {
            throw refused(place, "Of " + hold + " it is not said which rows they name");
        }
        var inForce = hold.releasedAt()
                .map(name -> column(layout, name, place).quoted())
                .map(column -> "(h." + column + " IS NULL OR h." + column + " > SYSUTCDATETIME())")
                .orElse("1 = 1");
        requireNamed(layout, table, inForce, named, hold);
        // Where readers are shown the last committed version, a hold that is being written would not be waited for.
        return new Holds("EXISTS (SELECT 1 FROM " + layout.quoted() + " AS h WITH (READCOMMITTEDLOCK) WHERE " + inForce
                + " AND (" + String.join(" OR ", matches) + "))");
    }

    /** A hold that names nothing holds nothing, which nobody can have meant. */
    private static void requireNamed(
            Layout layout, Purgeable table, String inForce, List<String> named, LegalHold hold) {
        var empty = table.queries()
                .find(
                        "the legal holds",
                        "SELECT COUNT_BIG(*) AS holds FROM " + layout.quoted() + " AS h WHERE " + inForce + " AND "
                                + String.join(" AND ", named),
                        row -> row.bigInteger("holds").orElseThrow())
                .orElseThrow();
        if (empty > 0) {
            throw refused(layout.place(), empty + " of the " + hold + " that are in force name nothing");
        }
    }

    private static Column column(Layout layout, String name, Place place) {
        return layout.column(name)
                .orElseThrow(() -> refused(
                        place,
                        "The table of legal holds " + layout.schema() + "." + layout.table() + " has no column " + name
                                + "; it has " + layout.describe()));
    }

    private static PreconditionFailedException refused(Place place, String why) {
        return new PreconditionFailedException(
                why + "; nothing was changed", null, place.target().get());
    }

    /** The row is held. */
    String held() {
        return held;
    }

    /** Nobody holds the row. */
    String free() {
        return "NOT (" + held + ")";
    }
}
