package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import java.util.List;
import java.util.Optional;

/** The columns of the tables in FROM. */
final class TableScope extends Scope {
    private final List<Source> sources;

    TableScope(Site site, List<Source> sources) {
        super(site);
        this.sources = List.copyOf(sources);
    }

    /** A column and its table. */
    record Found(Source source, Source.SourceColumn column) {}

    List<Source> sources() {
        return sources;
    }

    @Override
    Optional<Typed> own(ColumnReference reference) throws Refusal {
        return lookUp(reference).map(found -> found.column().value());
    }

    /** @throws Refusal 207, 209 */
    Optional<Found> lookUp(ColumnReference reference) throws Refusal {
        Optional<Found> found = Optional.empty();
        var isKnown = false;
        for (var source : sources) {
            if (source.isNamed(reference.qualifier())) {
                isKnown = true;
                var column = source.column(reference.name());
                if (column.isPresent()) {
                    if (found.isPresent()) {
                        throw translation().refusal(209, reference.line(), reference.name());
                    }
                    found = Optional.of(new Found(source, column.get()));
                }
            }
        }
        if (found.isEmpty() && isKnown && !reference.qualifier().isEmpty()) {
            throw translation().refusal(207, reference.line(), reference.name());
        }
        return found;
    }

    /** What {@code *} or {@code t.*} stands for. */
    List<Source> named(List<String> qualifier, int line) throws Refusal {
        var named = sources.stream().filter(source -> source.isNamed(qualifier)).toList();
        if (named.isEmpty()) {
            throw qualifier.isEmpty()
                    ? translation().refusal(263, line)
                    : translation().refusal(107, line, String.join(".", qualifier));
        }
        return named;
    }
}
