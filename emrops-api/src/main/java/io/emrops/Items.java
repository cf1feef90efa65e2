package io.emrops;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a fan-out works on: items with stable keys. The keys are journalled before the first item starts, and a resume
 * works on exactly those.
 *
 * @param <I> the type of the items
 */
public final class Items<I> {
    private final Function<Inputs, ? extends Collection<? extends I>> items;
    private final Function<? super I, String> key;
    private final Optional<Value<?>> source;
    private final String description;

    private Items(
            Function<Inputs, ? extends Collection<? extends I>> items,
            Function<? super I, String> key,
            Optional<Value<?>> source,
            String description) {
        this.items = items;
        this.key = Objects.requireNonNull(key, "key");
        this.source = source;
        this.description = description;
    }

    /** Items known when the runbook is defined. */
    public static <I> Items<I> of(Collection<? extends I> items, Function<? super I, String> key) {
        var copy = List.<I>copyOf(items);
        return new Items<>(
                in -> copy,
                key,
                Optional.empty(),
                copy.isEmpty()
                        ? "no items"
                        : "each of " + String.join(", ", keysOf(copy, key).keySet()));
    }

    /** Items inside a value; see {@link Value#items}. */
    public static <S, I> Items<I> from(
            Value<S> value,
            Function<? super S, ? extends Collection<? extends I>> of,
            Function<? super I, String> key) {
        Objects.requireNonNull(of, "of");
        return new Items<I>(
                in -> of.apply(in.get(value)), key, Optional.of(value), "each item of \"" + value.id() + "\"");
    }

    /** What is worked on, for the document: {@code each of app-01, app-02}, or {@code each item of "deploy"}. */
    public String describe() {
        return description;
    }

    /** The value the items come from; empty if they are known when the runbook is defined. */
    public Optional<Value<?>> source() {
        return source;
    }

    /**
     * The items by their keys, in order.
     *
     * @throws IllegalStateException if a key is blank, unprintable, longer than 200 characters, or not unique
     */
    public Map<String, I> resolve(Inputs inputs) {
        return keysOf(items.apply(inputs), key);
    }

    private static <I> Map<String, I> keysOf(Collection<? extends I> items, Function<? super I, String> key) {
        var byKey = new LinkedHashMap<String, I>();
        for (var item : items) {
            var k = key.apply(item);
            if (k.isBlank() || k.length() > 200 || !k.codePoints().allMatch(Items::mayBeInKey)) {
                throw new IllegalStateException(
                        "Not a key for an item: \"" + printable(k) + "\"; keys are short, printable words");
            }
            if (byKey.put(k, item) != null) {
                throw new IllegalStateException("Two items have the key \"" + k + "\"; keys are unique");
            }
        }
        return byKey;
    }

    private static boolean mayBeInKey(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> codePoint != '[' && codePoint != ']';
        };
    }

    private static String printable(String key) {
        return key.codePoints()
                .limit(80)
                .map(c -> c == '[' || c == ']' || mayBeInKey(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
