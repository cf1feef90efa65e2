package io.emrops.testkit.sqlserver.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one statement that the engine gets as parameters. The same place may be named more than once. */
public final class Bindings {
    private final List<@Nullable Object> values = new ArrayList<>();

    /** Makes an empty one. */
    public Bindings() {}

    /** The value's place, as in {@code ?3}. */
    public String bind(@Nullable Object value) {
        values.add(value);
        return "?" + values.size();
    }

    /** In the order of their numbers, from 1. */
    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(new ArrayList<>(values));
    }
}
