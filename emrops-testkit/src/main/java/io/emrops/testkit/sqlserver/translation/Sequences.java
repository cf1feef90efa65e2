package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.NextValue;
import io.emrops.testkit.sqlserver.syntax.Query;
import java.util.List;

/** {@code NEXT VALUE FOR} ("NEXT VALUE FOR (Transact-SQL)"). */
final class Sequences {
    private final Translation translation;

    Sequences(Translation translation) {
        this.translation = translation;
    }

    /** @throws Refusal 208 if there is no such sequence */
    Typed next(NextValue next) throws Refusal {
        var location = Location.of(next.sequence(), translation.databases(), translation.surroundings());
        var sequence = location.database().catalog().sequence(location.schema(), location.name());
        if (sequence.isEmpty()) {
            throw translation.refusal(208, 0, Refusing.written(next.sequence()));
        }
        return Typed.notNull(
                "NEXT VALUE FOR " + location.engineName(), sequence.get().type());
    }

    /** @throws Refusal 11721, 11723 if a query whose rows are put together or in an order numbers them itself */
    void requireAllowed(Query.Select select, List<SelectTranslator.Item> items, List<Query.Order> orders)
            throws Refusal {
        if (items.stream().noneMatch(item -> item.expression() instanceof NextValue)) {
            return;
        } else if (select.distinct()) {
            throw translation.refusal(11721, select.line());
        } else if (!orders.isEmpty()) {
            throw translation.refusal(11723, select.line());
        } else if (select.top().isPresent()) {
            throw translation.unplayed("number the rows of TOP by NEXT VALUE FOR", select.line());
        }
    }
}
