package io.emrops;

import io.emrops.internal.Shapes;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The declared type of what a step hands on. Results are kept as JSON of this type and of nothing else, so it is made of
 * what every emrops can read back: records, enums, {@code String}, {@code boolean}, numbers, {@code java.time} values,
 * {@code UUID}, {@code URI}, {@link DataSize}, and {@code List}, {@code Set}, {@code Map} with text keys and {@code
 * Optional} of these. Anything else is refused when the runbook is defined. Big things are files; hand on a reference.
 *
 * @param <T> the type
 */
public final class Output<T> {
    private final Type type;
    private final Shapes.Shape shape;

    private Output(Type type) {
        this.type = type;
        this.shape = Shapes.of(type);
    }

    /** A single value. */
    public static <T> Output<T> of(Class<T> type) {
        return new Output<>(Objects.requireNonNull(type, "type"));
    }

    /** A list of values. */
    public static <T> Output<List<T>> listOf(Class<T> type) {
        return new Output<>(Shapes.parameterized(List.class, type));
    }

    /** A set of values. */
    public static <T> Output<Set<T>> setOf(Class<T> type) {
        return new Output<>(Shapes.parameterized(Set.class, type));
    }

    /** Values by name. */
    public static <T> Output<Map<String, T>> mapOf(Class<T> type) {
        return new Output<>(Shapes.parameterized(Map.class, String.class, type));
    }

    /** The type, with its type arguments. */
    public Type type() {
        return type;
    }

    /**
     * The structure in one line, such as {@code Release{version:text,services:list<Service{…}>}}; two types of the same
     * shape are the same to a journal, whatever their package.
     */
    public String shape() {
        return shape.text();
    }

    /** What keeps this type from being kept; empty if all is well. */
    public List<String> faults() {
        return shape.faults();
    }

    @Override
    public String toString() {
        return shape();
    }
}
