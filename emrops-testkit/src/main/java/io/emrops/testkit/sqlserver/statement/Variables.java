package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that a statement needs, wherever in it they stand. */
public final class Variables {
    private Variables() {}

    /** Their names, with {@code @} and as they are written first, in their order. */
    public static Set<String> of(AdminStatement statement) {
        var names = new LinkedHashSet<String>();
        collect(statement, names);
        return names;
    }

    private static void collect(@Nullable Object part, Set<String> names) {
        if (part instanceof Operand.Variable variable) {
            names.add(variable.name());
        } else if (part instanceof Optional<?> optional) {
            optional.ifPresent(value -> collect(value, names));
        } else if (part instanceof Iterable<?> parts) {
            parts.forEach(each -> collect(each, names));
        } else if (part instanceof Record composed) {
            for (var component : composed.getClass().getRecordComponents()) {
                collect(read(composed, component), names);
            }
        }
    }

    private static @Nullable Object read(Record composed, RecordComponent component) {
        try {
            return component.getAccessor().invoke(composed);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
