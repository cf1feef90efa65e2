package io.emrops.testkit.sqlserver.translation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement in the engine's words. Its text and its values may hold data of patients: it is never logged. */
public record EngineStatement(String text, List<@Nullable Object> values) {
    /** Copies the list. */
    public EngineStatement {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** How many values it has, and nothing of them or of the text. */
    @Override
    public String toString() {
        return "statement with " + values.size() + " values";
    }
}
