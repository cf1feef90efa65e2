package io.emrops.cache;

import io.emrops.DataSize;
import java.util.List;

/**
 * What is in a part of a cache.
 *
 * @param namespaces most memory first; none if nothing is there
 * @param exact whether all keys were looked at; else the numbers are estimates
 */
public record CacheContents(List<Namespace> namespaces, boolean exact) {
    public CacheContents {
        namespaces = List.copyOf(namespaces);
    }

    /**
     * Keys whose names begin alike.
     *
     * @param name what stands before the first colon, without digits; empty if there is none
     */
    public record Namespace(String name, long keys, DataSize memory) {
        public Namespace {
            if (keys < 0) {
                throw new IllegalArgumentException("Keys are not negative: " + keys);
            }
        }

        /**
         * The namespace of a key. Digits, and what is not ASCII, are left out, and at most 64 characters are told. A key that begins with somebody's name in plain letters
         * tells it: such keys are no good idea.
         */
        public static String of(String key) {
            var colon = key.indexOf(':');
            var name = colon < 0 ? "" : key.substring(0, colon).replaceAll("[^!-/;-~]", "");
            return name.length() > 64 ? name.substring(0, 64) : name;
        }

        /** {@code session: 1200 keys, 1.2 MiB}. */
        @Override
        public String toString() {
            return (name.isEmpty() ? "without a namespace" : name) + ": " + keys + (keys == 1 ? " key, " : " keys, ")
                    + memory;
        }
    }

    /** All keys together. */
    public long keys() {
        return namespaces.stream().mapToLong(Namespace::keys).sum();
    }

    /** What all of them take together. */
    public DataSize memory() {
        return new DataSize(
                namespaces.stream().mapToLong(each -> each.memory().bytes()).sum());
    }
}
