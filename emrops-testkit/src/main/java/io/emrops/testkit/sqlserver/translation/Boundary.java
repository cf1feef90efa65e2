package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import java.util.Optional;

/** The border of a query in FROM: the engine cannot see across it, though SQL Server can see the columns of the queries further out. */
final class Boundary extends Scope {
    Boundary(Scope outer) {
        super(outer.site().inside(outer));
    }

    @Override
    Optional<Typed> own(ColumnReference reference) {
        return Optional.empty();
    }

    @Override
    Optional<Typed> find(ColumnReference reference) throws Refusal {
        if (super.find(reference).isPresent()) {
            throw translation().unplayed("play a query in FROM that refers to the query around it", reference.line());
        }
        return Optional.empty();
    }
}
