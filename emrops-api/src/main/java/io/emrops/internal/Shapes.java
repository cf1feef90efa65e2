package io.emrops.internal;

import io.emrops.DataSize;
import io.emrops.Sensitive;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Walks the types that may be kept, and says what keeps the others out. */
public final class Shapes {
    private static final Map<Class<?>, String> SCALARS = Map.ofEntries(
            Map.entry(String.class, "text"),
            Map.entry(boolean.class, "boolean"),
            Map.entry(Boolean.class, "boolean"),
            Map.entry(byte.class, "integer"),
            Map.entry(Byte.class, "integer"),
            Map.entry(short.class, "integer"),
            Map.entry(Short.class, "integer"),
            Map.entry(int.class, "integer"),
            Map.entry(Integer.class, "integer"),
            Map.entry(long.class, "integer"),
            Map.entry(Long.class, "integer"),
            Map.entry(BigInteger.class, "integer"),
            Map.entry(float.class, "number"),
            Map.entry(Float.class, "number"),
            Map.entry(double.class, "number"),
            Map.entry(Double.class, "number"),
            Map.entry(BigDecimal.class, "number"),
            Map.entry(Instant.class, "instant"),
            Map.entry(Duration.class, "duration"),
            Map.entry(Period.class, "period"),
            Map.entry(LocalDate.class, "date"),
            Map.entry(LocalTime.class, "time"),
            Map.entry(LocalDateTime.class, "datetime"),
            Map.entry(OffsetDateTime.class, "offset-datetime"),
            Map.entry(ZonedDateTime.class, "zoned-datetime"),
            Map.entry(ZoneId.class, "zone"),
            Map.entry(DayOfWeek.class, "weekday"),
            Map.entry(UUID.class, "uuid"),
            Map.entry(URI.class, "uri"),
            Map.entry(DataSize.class, "bytes"));

    private Shapes() {}

    /**
     * What a type looks like in a journal.
     *
     * @param text its structure in one line
     * @param faults what keeps it from being kept
     */
    public record Shape(String text, List<String> faults) {}

    public static Shape of(Type type) {
        var walk = new Walk();
        return new Shape(walk.shape(type, ""), List.copyOf(walk.faults));
    }

    /** The type {@code raw<arguments…>}. */
    public static ParameterizedType parameterized(Class<?> raw, Type... arguments) {
        return new Parameterized(raw, List.of(arguments));
    }

    private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @org.jspecify.annotations.Nullable Type getOwnerType() {
            return null;
        }

        @Override
        public String toString() {
            return raw.getName()
                    + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
        }
    }

    private static final class Walk {
        private final List<String> faults = new ArrayList<>();
        private final Set<Class<?>> open = new HashSet<>();

        String shape(Type type, String where) {
            if (type instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
                return container(raw, p.getActualTypeArguments(), where);
            }
            if (!(type instanceof Class<?> c)) {
                return refuse(where, type.getTypeName() + " is not a type whose values can be read back");
            }
            var scalar = SCALARS.get(c);
            if (scalar != null) {
                return scalar;
            }
            if (c.isAnnotationPresent(Sensitive.class)) {
                return refuse(where, c.getSimpleName() + " is marked as sensitive and must not be kept");
            }
            if (c.isEnum()) {
                return Arrays.stream(c.getEnumConstants())
                        .map(e -> ((Enum<?>) e).name())
                        .collect(Collectors.joining("|", "enum(", ")"));
            }
            if (c.isRecord()) {
                return record(c, where);
            }
            if (Set.of(List.class, Set.class, Map.class, Optional.class).contains(c)) {
                return refuse(
                        where, "a bare " + c.getSimpleName() + " does not say of what; declare its type arguments");
            }
            return refuse(
                    where,
                    c.getTypeName()
                            + " cannot be kept; use records, enums, text, numbers, java.time, or List, Set, Map, Optional of these");
        }

        private String container(Class<?> raw, Type[] arguments, String where) {
            if (raw == List.class || raw == Set.class || raw == Optional.class) {
                return raw.getSimpleName().toLowerCase(java.util.Locale.ROOT) + "<" + shape(arguments[0], where) + ">";
            }
            if (raw == Map.class) {
                if (arguments[0] != String.class) {
                    return refuse(where, "the keys of a Map must be String, not " + arguments[0].getTypeName());
                }
                return "map<" + shape(arguments[1], where) + ">";
            }
            return refuse(where, raw.getTypeName() + " with type arguments cannot be kept");
        }

        private String record(Class<?> c, String where) {
            if (!open.add(c)) {
                return refuse(where, c.getSimpleName() + " contains itself");
            }
            try {
                return c.getSimpleName()
                        + Arrays.stream(c.getRecordComponents())
                                .map(component -> component(component, where))
                                .collect(Collectors.joining(",", "{", "}"));
            } finally {
                open.remove(c);
            }
        }

        private String component(RecordComponent component, String where) {
            return component.getName() + ":" + shape(component.getGenericType(), where + "." + component.getName());
        }

        private String refuse(String where, String why) {
            faults.add(where.isEmpty() ? why : where.substring(1) + ": " + why);
            return "?";
        }
    }
}
