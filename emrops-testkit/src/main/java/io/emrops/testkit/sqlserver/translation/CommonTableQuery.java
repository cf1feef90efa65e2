package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A common table where it is used: its query stands there each time. */
final class CommonTableQuery {
    static final int RECURSION_IN_SUBQUERY = 465;
    private static final int RECURSION_WITHOUT_UNION_ALL = 252;

    private final Translation translation;
    private final CommonTables.Definition definition;
    private final String name;

    CommonTableQuery(Translation translation, CommonTables.Definition definition) {
        this.translation = translation;
        this.definition = definition;
        this.name = definition.name();
    }

    /** The table in FROM. */
    From source(List<String> qualifier) throws Refusal {
        var table = definition.table();
        var body = table.query().body();
        translation.enterTable();
        var rows = CommonTables.mentions(body, name) ? recursive() : plain(table.query());
        translation.leaveTable();
        var alias = translation.alias();
        var columns = ColumnNames.given(translation, name, table.columns(), rows.columns());
        return From.of(
                "(" + rows.text() + ") " + alias, new Source(qualifier, alias, ColumnNames.seen(alias, columns)));
    }

    private Rowset plain(Query query) throws Refusal {
        var isUnion =
                query.body() instanceof Query.Combination union && union.kind() == Query.Combination.Kind.UNION_ALL;
        var refusal = isUnion
                ? translation.refusal(RECURSION_IN_SUBQUERY, 0)
                : translation.refusal(RECURSION_WITHOUT_UNION_ALL, 0, name);
        var visible = definition.visible().with(new CommonTables.Itself(name, refusal));
        return new QueryBody(new Site(translation, visible, Optional.empty())).inner(query);
    }

    private Rowset recursive() throws Refusal {
        var query = definition.table().query();
        if (!query.order().isEmpty()
                || query.fetch().isPresent()
                || query.offset().isPresent()) {
            throw translation.unplayed("play ORDER BY in a recursive common table", 0);
        }
        var members = new ArrayList<Query.Body>();
        split(query.body(), members);
        var anchors = new ArrayList<Query.Body>();
        var steps = new ArrayList<Query.Select>();
        for (var member : members) {
            if (!CommonTables.mentions(member, name)) {
                if (!steps.isEmpty()) {
                    throw translation.refusal(247, 0, name);
                }
                anchors.add(member);
            } else if (member instanceof Query.Select step) {
                steps.add(step);
            } else {
                throw translation.refusal(RECURSION_WITHOUT_UNION_ALL, 0, name);
            }
        }
        if (anchors.isEmpty()) {
            throw translation.refusal(246, 0, name);
        }
        var anchor = anchors.get(0);
        for (var further : anchors.subList(1, anchors.size())) {
            anchor = new Query.Combination(Query.Combination.Kind.UNION_ALL, anchor, further);
        }
        return new Recursion(translation, definition).rows(anchor, steps);
    }

    private static void split(Query.Body body, List<Query.Body> members) {
        if (body instanceof Query.Combination union && union.kind() == Query.Combination.Kind.UNION_ALL) {
            split(union.left(), members);
            split(union.right(), members);
        } else if (body instanceof Query.Nested nested) {
            split(nested.body(), members);
        } else {
            members.add(body);
        }
    }
}
