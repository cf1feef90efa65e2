package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.TableSource;
import java.util.Collection;

/** Where a common table is named. Queries inside of expressions are not looked into. */
final class Mentions {
    private final String name;

    Mentions(String name) {
        this.name = name;
    }

    boolean in(Query.Body body) {
        return count(body) > 0;
    }

    int count(Query.Body body) {
        if (body instanceof Query.Combination combination) {
            return count(combination.left()) + count(combination.right());
        } else if (body instanceof Query.Nested nested) {
            return count(nested.body());
        }
        return count(((Query.Select) body).from());
    }

    private int count(Collection<TableSource> sources) {
        return sources.stream().mapToInt(this::count).sum();
    }

    private int count(TableSource source) {
        if (source instanceof TableSource.Named named) {
            var table = named.name();
            return table.schema().isEmpty()
                            && table.database().isEmpty()
                            && table.name().equalsIgnoreCase(name)
                    ? 1
                    : 0;
        } else if (source instanceof TableSource.Derived derived) {
            return count(derived.query().body());
        } else if (source instanceof TableSource.Join join) {
            return count(join.left()) + count(join.right());
        } else if (source instanceof TableSource.Apply apply) {
            return count(apply.left()) + count(apply.right());
        }
        return 0;
    }

    /** Whether it is named on the right of an APPLY. */
    boolean areApplied(Collection<TableSource> sources) {
        return sources.stream().anyMatch(this::isApplied);
    }

    private boolean isApplied(TableSource source) {
        if (source instanceof TableSource.Join join) {
            return isApplied(join.left()) || isApplied(join.right());
        }
        return source instanceof TableSource.Apply apply && (count(apply.right()) > 0 || isApplied(apply.left()));
    }

    /** Whether it is named on a side of an outer join that may stay without a partner. */
    static boolean hasOuterJoin(Collection<TableSource> sources) {
        return sources.stream().anyMatch(Mentions::isOuterJoin);
    }

    private static boolean isOuterJoin(TableSource source) {
        if (source instanceof TableSource.Join join) {
            return join.kind() != TableSource.Join.Kind.INNER && join.kind() != TableSource.Join.Kind.CROSS
                    || isOuterJoin(join.left())
                    || isOuterJoin(join.right());
        }
        return source instanceof TableSource.Apply apply
                && (apply.outer() || isOuterJoin(apply.left()) || isOuterJoin(apply.right()));
    }
}
