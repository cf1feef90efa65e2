package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of a batch, by their names with {@code @}, in whichever case. */
final class Variables {
    private final Map<String, Known> values = new HashMap<>();

    boolean isDeclared(String name) {
        return values.containsKey(key(name));
    }

    void declare(String name, SqlType type, @Nullable Object value) {
        values.put(key(name), new Known(type, value));
    }

    Optional<Known> value(String name) {
        return Optional.ofNullable(values.get(key(name)));
    }

    /** @param value of the variable's type; the variable is declared */
    void set(String name, @Nullable Object value) {
        var before = Objects.requireNonNull(values.get(key(name)), "not declared");
        values.put(key(name), new Known(before.type(), value));
    }

    /** As administration takes them: in lower case. */
    Map<String, @Nullable Object> forAdministration() {
        var all = new HashMap<String, @Nullable Object>();
        values.forEach((name, known) -> all.put(name.toLowerCase(Locale.ROOT), known.value()));
        return all;
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
