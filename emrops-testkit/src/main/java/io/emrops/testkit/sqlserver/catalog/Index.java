package io.emrops.testkit.sqlserver.catalog;

import java.util.List;
import java.util.Optional;

/**
 * An index, or the index of a key ("sys.indexes").
 *
 * @param id 1 for a clustered one, from 2 for the others
 * @param constraint empty unless it is that of a key
 * @param filter the condition as it was written; empty if there is none
 */
public record Index(
        int id,
        String name,
        boolean unique,
        boolean clustered,
        Optional<Key> constraint,
        List<Member> members,
        Optional<String> filter) {
    /** Copies the list. */
    public Index {
        members = List.copyOf(members);
    }

    /** {@code PRIMARY KEY} or {@code UNIQUE}. */
    public record Key(int objectId, boolean primary, boolean systemNamed) {}

    /** A column of it; one that is only included orders nothing. */
    public record Member(String column, boolean descending, boolean included) {}
}
