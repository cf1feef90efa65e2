package io.emrops.sqlserver.audit;

import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.util.ArrayList;
import java.util.List;

/**
 * What no row shows and would yet make a purge wrong: values that are masked ("Dynamic data masking"), rows that are hidden ("Row-level security"), rows of
 * other tables that go or change with a row, and triggers that do something else instead.
 */
final class Hazards {
    private final Layout layout;
    private final ShortQueries queries;
    private final List<String> found = new ArrayList<>();

    private Hazards(Layout layout, ShortQueries queries) {
        this.layout = layout;
        this.queries = queries;
    }

    /** Of a table whose rows are archived and deleted. */
    static List<String> ofRows(Layout layout, ShortQueries queries) {
        var hazards = new Hazards(layout, queries);
        hazards.visibility();
        hazards.masks();
        hazards.policies();
        hazards.cascades();
        hazards.triggers();
        return List.copyOf(hazards.found);
    }

    /** Of a table or a view of holds: a mask does not keep values from being compared. */
    static List<String> ofHolds(Layout layout, ShortQueries queries) {
        var hazards = new Hazards(layout, queries);
        hazards.visibility();
        hazards.policies();
        return List.copyOf(hazards.found);
    }

    /** Whoever may not see definitions is shown none, and none would be taken for none there. */
    private void visibility() {
        if (!has("VIEW DEFINITION")) {
            found.add("the login lacks VIEW DEFINITION on " + layout.place().database()
                    + ", so that triggers, cascades and security policies may be there unseen");
        }
    }

    private void masks() {
        var masked = queries.list(
                "the masks of a table",
                "SELECT c.name FROM " + catalog() + "columns AS c JOIN " + catalog()
                        + "objects AS o ON o.object_id = c.object_id JOIN " + catalog()
                        + "schemas AS s ON s.schema_id = o.schema_id"
                        + " WHERE s.name = ? AND o.name = ? AND c.is_masked = 1",
                row -> row.text("name").orElse("?"),
                layout.schema(),
                layout.table());
        if (!masked.isEmpty() && !has("UNMASK")) {
            found.add("values of " + String.join(", ", masked) + " are masked for this login, which lacks UNMASK on "
                    + layout.place().database());
        }
    }

    /** What a view selects from is not looked into: there, any policy of the database counts. */
    private void policies() {
        var policies = queries.list(
                "the security policies of a table",
                "SELECT DISTINCT p.name FROM " + catalog() + "security_predicates AS r JOIN " + catalog()
                        + "security_policies AS p ON p.object_id = r.object_id WHERE p.is_enabled = 1"
                        + " AND (r.target_object_id IN (SELECT o.object_id FROM " + catalog() + "objects AS o JOIN "
                        + catalog() + "schemas AS s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ?)"
                        + " OR EXISTS (SELECT 1 FROM " + catalog() + "views AS v JOIN " + catalog()
                        + "schemas AS vs ON vs.schema_id = v.schema_id WHERE vs.name = ? AND v.name = ?))",
                row -> row.text("name").orElse("?"),
                layout.schema(),
                layout.table(),
                layout.schema(),
                layout.table());
        policies.forEach(policy -> found.add("the security policy " + policy + " may hide rows of " + layout.table()));
    }

    private void cascades() {
        queries.list(
                        "the cascades of a table",
                        "SELECT cs.name AS schema_name, c.name AS table_name, f.delete_referential_action_desc AS action FROM "
                                + catalog() + "foreign_keys AS f JOIN " + catalog()
                                + "tables AS t ON t.object_id = f.referenced_object_id JOIN " + catalog()
                                + "schemas AS s ON s.schema_id = t.schema_id JOIN " + catalog()
                                + "tables AS c ON c.object_id = f.parent_object_id JOIN " + catalog()
                                + "schemas AS cs ON cs.schema_id = c.schema_id"
                                + " WHERE s.name = ? AND t.name = ? AND f.delete_referential_action <> 0",
                        row -> "rows of " + row.text("schema_name").orElse("?") + "."
                                + row.text("table_name").orElse("?")
                                + " would go or change with it, by ON DELETE "
                                + row.text("action").orElse("?").replace('_', ' '),
                        layout.schema(),
                        layout.table())
                .forEach(found::add);
    }

    private void triggers() {
        queries.list(
                        "the triggers of a table",
                        "SELECT g.name FROM " + catalog() + "triggers AS g JOIN " + catalog()
                                + "trigger_events AS e ON e.object_id = g.object_id JOIN " + catalog()
                                + "tables AS t ON t.object_id = g.parent_id JOIN " + catalog()
                                + "schemas AS s ON s.schema_id = t.schema_id WHERE s.name = ? AND t.name = ?"
                                + " AND g.is_instead_of_trigger = 1 AND g.is_disabled = 0 AND e.type_desc = 'DELETE'",
                        row -> "the trigger " + row.text("name").orElse("?")
                                + " does something else instead of a deletion",
                        layout.schema(),
                        layout.table())
                .forEach(found::add);
    }

    private boolean has(String permission) {
        return queries.find(
                        "a permission",
                        "SELECT HAS_PERMS_BY_NAME(?, N'DATABASE', ?) AS has",
                        row -> row.integer("has").orElse(0) == 1,
                        Identifier.of(layout.place().database()).quoted(),
                        permission)
                .orElse(false);
    }

    private String catalog() {
        return Identifier.of(layout.place().database()).quoted() + ".sys.";
    }
}
